"""Whether files still are what was accepted: read now, compared with the digest recorded then."""

from collections.abc import Iterable
from dataclasses import dataclass

from workflow.core.errors import DamagedFile, MissingFile
from workflow.core.storage.port import Store


@dataclass(frozen=True)
class Kept:
    """A file by its title and the digest recorded when it was accepted."""

    title: str
    digest: str


@dataclass(frozen=True)
class FileFault:
    """A file that could not be read whole, and why, in a sentence."""

    title: str
    digest: str
    reason: str


def faults_in(files: Iterable[Kept], store: Store) -> list[FileFault]:
    """Read every file once; return those that are not what was accepted. Outside transactions.

    A store that does not answer says nothing of any file: StoreUnavailable is raised.
    """
    found, seen = [], set()
    for file in files:
        if file.digest in seen:
            continue
        seen.add(file.digest)
        try:
            store.open(file.digest)
        except (DamagedFile, MissingFile) as error:
            found.append(FileFault(file.title, file.digest, str(error)))
    return found
