"""What administrators do with templates in the journeys, Word included."""

import io

import docx

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def retyped(content, *changes):
    """Return the .docx with other words typed into it: (what stands there, what is typed)."""
    document, target = docx.Document(io.BytesIO(content)), io.BytesIO()
    for old, new in changes:
        for run in (run for paragraph in document.paragraphs for run in paragraph.runs):
            run.text = run.text.replace(old, new)
    document.save(target)
    return target.getvalue()


def open_paper(desk, title):
    desk.menu("Mẫu văn bản")
    desk.link(title, exact=True)


def propose(desk, content, *, note):
    """Send the file for approval from the page of its paper."""
    desk.link("Tải mẫu đã sửa lên")
    desk.page.locator("input[type=file]").set_input_files(
        {"name": "mau-sua.docx", "mimeType": WORD, "buffer": content}
    )
    desk.fill("Đã sửa gì", note)
    desk.click("Kiểm tra và gửi duyệt")
