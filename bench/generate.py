"""Fill an empty database in bulk, the same way every time.

`python -m bench.generate --url sqlite:////tmp/big.db --scale 1.0` makes the tables and writes
about 2,000 organisations, 200,000 nominations and 20,000 decisions with everything around them.
The share of the first department (a fifth of everything) and of its first team is meant: their
people are the ones the pages are measured as. Rules of the product hold for what is written
(numbers without gaps, chained audit, frozen names), but no service is called for it.
"""

import argparse
import time
from random import Random

from flask import Flask
from flask_babel import Babel

from bench import acts, dossiers, places, rulings
from bench.dossiers import Season
from bench.rulings import RulingBook
from bench.sink import Sink
from bench.world import LARGE_SHARE, TODAY, YEARS, Place, Size, World, at
from workflow import app as every_model  # noqa: F401  (importing it defines all tables)
from workflow.awards import catalogue
from workflow.core import clock
from workflow.core.clock import Installation
from workflow.core.db import db
from workflow.core.engine import engine_options, prepare

SEED = 20201218
RECEIVING_SHARE = 5  # every n-th office gets decisions from outside


def open_database(url: str) -> Flask:
    """Return an application that has the tables and nothing else: no page is needed here."""
    app = Flask(__name__)
    url = url.replace("postgresql:", "postgresql+psycopg:", 1)
    app.config.update(SQLALCHEMY_DATABASE_URI=url, SQLALCHEMY_ENGINE_OPTIONS=engine_options(url))
    db.init_app(app)
    Babel(app, default_locale="vi")
    with app.app_context():
        prepare(db.engine)
    return app


def generate(scale: float) -> dict[str, int]:
    """Make the tables and fill them, in the application context of the caller; return counts."""
    db.create_all()
    db.session.add(Installation(kind="test"))
    catalogue.load()
    clock.move_to(at(TODAY))
    db.session.commit()
    size = Size(scale)
    random = Random(SEED)
    with db.engine.connect() as connection:
        world = World(size, random, Sink(connection, random))
        world.load_awards()
        db.session.rollback()
        _fill(world)
        world.sink.finish()
        totals = world.sink.totals
    with db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("ANALYZE")
    db.session.remove()
    db.engine.dispose()  # SQLite moves its write-ahead log into the file when the last one closes
    return totals


def _fill(world: World) -> None:
    places.build(world)
    size = world.size
    for year in YEARS:
        top = RulingBook(world.ministry, year, round(size.nominations * 0.015 / 50))
        for place in (world.ministry, world.general):
            world.seasons[place.id, year] = Season(place, year, top, top)
    # What goes up is written twice more, so that many rows fewer are written below.
    share = size.nominations * 0.97 / len(YEARS)
    made = 0
    for index, office in enumerate(world.departments):
        part = LARGE_SHARE if index == 0 else (1 - LARGE_SHARE) / (size.departments - 1)
        for year in YEARS:
            rows = round(share * part)
            book = RulingBook(office, year, round(rows * 0.8 / rulings.ITEMS))
            season = Season(office, year, book, world.season_of(world.ministry, year).top)
            dossiers.write_season(world, season, rows)
            if index < size.ballots and year == TODAY.year:
                acts.prepare(world, season, index)
            dossiers.close_codes(world, season)
            made += book.write(world)
    for (place_id, _year), season in world.seasons.items():
        if place_id == world.ministry.id:
            made += season.top.write(world)
        dossiers.close_codes(world, season)
    _receive(world, size.decisions - made)


def _receive(world: World, count: int) -> None:
    """Let decisions from outside make up the number; the first department gets a fifth."""
    offices: list[Place] = world.departments
    for index in range(count):
        office = offices[0] if index % RECEIVING_SHARE == 0 else offices[index % len(offices)]
        rulings.receive(world, office, index)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--url", required=True, help="an empty database")
    parser.add_argument("--scale", type=float, default=1.0)
    options = parser.parse_args()
    began = time.perf_counter()
    with open_database(options.url).app_context():
        totals = generate(options.scale)
    for name, count in totals.items():
        print(f"{name}: {count} rows")
    print(f"generation: {time.perf_counter() - began:.1f} s")


if __name__ == "__main__":
    main()
