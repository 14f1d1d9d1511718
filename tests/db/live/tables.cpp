#include "live_project.hpp"
#include "support/error_checks.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::test {

namespace {

constexpr auto tables = R"(op.execute("""
CREATE TABLE owner (id serial PRIMARY KEY, name varchar(20));
CREATE TABLE pet (id serial PRIMARY KEY, owner_id int REFERENCES owner, "Kind" text, info jsonb);
INSERT INTO owner (name) VALUES ('Ada'), ('Bo');
""")
)";

std::string with_tables(std::string const& body) {
    return live_project::seen_by(tables + body);
}

} // namespace

BOOST_AUTO_TEST_SUITE(reflected_tables)

BOOST_AUTO_TEST_CASE(a_reflected_table_is_used_in_statements) {
    BOOST_TEST(
        with_tables(R"(owner = sa.Table('owner', sa.MetaData(), autoload_with=bind)
for row in bind.execute(sa.select(owner.c.id, owner.c.name).order_by(owner.c.id)):
    bind.execute(owner.update().where(owner.c.id == row.id).values(name=row.name + '!'))
seen.append(bind.execute(sa.text('SELECT name FROM owner ORDER BY id')).scalars().all())
seen.append([c for c in owner.c.keys()]))") == "['Ada!', 'Bo!'],['id', 'name']"
    );
}

BOOST_AUTO_TEST_CASE(reflected_metadata_holds_what_is_referred_to) {
    BOOST_TEST(
        with_tables(R"(metadata = sa.MetaData()
metadata.reflect(bind=bind, only=('pet',))
seen.append(sorted(metadata.tables))
pet = sa.Table('pet', metadata)
bind.execute(pet.insert().values(owner_id=1, Kind='cat'))
seen.append(bind.execute(sa.select(pet.c['Kind'])).scalar()))") == "['owner', 'pet'],cat"
    );
}

BOOST_AUTO_TEST_CASE(the_types_of_columns_decide_on_values) {
    BOOST_TEST(
        live_project::seen_by(R"py(import enum
class Mood(enum.Enum):
    sad = 1
    ok = 2
op.execute("CREATE TYPE mood AS ENUM ('sad', 'ok')")
op.execute("CREATE TABLE t (m mood, n numeric, b bytea, u uuid)")
op.execute("INSERT INTO t VALUES ('ok', 1.50, decode('00ff', 'hex'), '12345678-1234-5678-1234-567812345678')")
t = sa.table('t', sa.column('m', sa.Enum(Mood, name='mood')), sa.column('n', sa.Float), sa.column('b', sa.LargeBinary),
             sa.column('u', sa.Uuid(as_uuid=False)))
row = bind.execute(sa.select(t.c.m, t.c.n, t.c.b, t.c.u)).one()
seen.append(row.m is Mood.ok)
seen.append(repr((row.n, row.b, row.u))))py") ==
        R"(True,(1.5, b'\x00\xff', '12345678-1234-5678-1234-567812345678'))"
    );
}

BOOST_AUTO_TEST_CASE(a_table_that_is_not_there_is_an_exception) {
    auto const failed = require_error(errc::python_exception, [] {
        return with_tables("sa.Table('none', sa.MetaData(), autoload_with=bind)");
    });
    BOOST_TEST(failed.message == "NoSuchTableError: none");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(sessions)

BOOST_AUTO_TEST_CASE(a_session_executes_on_the_connection_of_the_run) {
    BOOST_TEST(
        with_tables(R"(from sqlalchemy.orm import Session, sessionmaker
with Session(bind=bind) as session:
    session.execute(sa.text('INSERT INTO owner (name) VALUES (:name)'), {'name': 'Cy'})
    seen.append(session.scalar(sa.text('SELECT count(*) FROM owner')))
    session.commit()
session = sessionmaker(bind=bind)()
seen.append(session.scalars(sa.text('SELECT name FROM owner ORDER BY id')).all())
session.close())") == "3,['Ada', 'Bo', 'Cy']"
    );
}

BOOST_AUTO_TEST_CASE(a_rollback_of_the_whole_run_is_refused) {
    require_error(errc::not_evaluable, [] {
        return with_tables("from sqlalchemy import orm\norm.Session(bind=bind).rollback()");
    });
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
