// Models that a revision declares, what a session writes of their objects, and what is refused.
#include "support/error_checks.hpp"
#include "support/revision_statements.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::sqlalchemy {

namespace {

constexpr auto declared = R"(
from typing import Optional
from sqlalchemy import orm
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, aliased, declared_attr, mapped_column, relationship

class Base(DeclarativeBase):
    pass

class Named:
    @declared_attr
    def __tablename__(cls):
        return cls.__name__.lower()

    name = mapped_column(sa.String(20))

class Team(Named, Base):
    id: Mapped[int] = mapped_column(primary_key=True)
    size = mapped_column("members", sa.Integer, default=3)
    motto: Mapped[Optional[str]]
    people = relationship("Person")

class Person(Base):
    __tablename__ = "person"
    __table_args__ = {"schema": "crm"}
    code = sa.Column(sa.String, primary_key=True)
    team_id = sa.Column(sa.ForeignKey("team.id"))
    data = sa.Column(sa.JSON)
    seen = sa.Column(sa.Integer, onupdate=lambda: 9)

def session():
    return Session(bind=op.get_bind())
)";

std::string sent(std::string const& body) {
    std::string all;
    for (auto const& each : test::statements_of(body, declared))
        all += each + '\n';
    return all;
}

void refused(errc code, std::string const& body, std::string const& says) {
    BOOST_TEST_CONTEXT(body) {
        auto const info = test::require_error(code, [&] { return sent(body); });
        BOOST_TEST(info.message.find(says) != std::string::npos, info.message);
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(models)

BOOST_AUTO_TEST_CASE(a_model_is_a_table_in_statements) {
    BOOST_TEST(
        sent("op.execute(sa.update(Team).where(Team.size > 2).values(name='x'))") ==
        "UPDATE team SET name='x' WHERE team.members > 2\n"
    );
    BOOST_TEST(
        sent("op.bulk_insert(Team.__table__, [{'id': 1, 'name': 'a', 'members': 2}])") ==
        "INSERT INTO team (id, members, name) VALUES (1, 2, 'a')\n"
    );
    BOOST_TEST(
        sent("op.execute(Person.__table__.delete().where(Person.team_id.in_(sa.select(Team.id))))") ==
        "DELETE FROM crm.person WHERE crm.person.team_id IN (SELECT team.id \nFROM team)\n"
    );
    BOOST_TEST(
        sent("op.execute(sa.insert(Team).from_select(['id', 'members'], sa.select(aliased(Team, name='t').id, "
             "Team.size)))") == "INSERT INTO team (id, members) SELECT t.id, team.members \nFROM team AS t, team\n"
    );
}

BOOST_AUTO_TEST_CASE(a_flush_writes_what_was_added) {
    BOOST_TEST(
        sent("s = session()\n    s.add_all([Team(name='b'), Team(id=4, size=1)])\n    s.commit()") ==
        "INSERT INTO team (motto, members, name) VALUES (NULL, 3, 'b') RETURNING team.id\n"
        "INSERT INTO team (id, motto, members, name) VALUES (4, NULL, 1, NULL)\n"
    );
    BOOST_TEST(
        sent("s = session()\n    s.add(Person(code='a'))\n    s.add(Person(code='b', data=None))\n    s.flush()") ==
        "INSERT INTO crm.person (code, team_id, seen) VALUES ('a', NULL, NULL)\n"
        "INSERT INTO crm.person (code, team_id, data, seen) VALUES ('b', NULL, 'null', NULL)\n"
    );
    BOOST_TEST(sent("s = session()\n    s.add(Person(code='a'))\n    s.close()").empty());
}

BOOST_AUTO_TEST_CASE(a_flush_writes_what_has_changed) {
    BOOST_TEST(
        sent("s = session()\n    p = Person(code='a', team_id=1)\n    s.add(p)\n    s.flush()\n    p.team_id = 1\n"
             "    s.flush()\n    p.team_id = 2\n    s.commit()") ==
        "INSERT INTO crm.person (code, team_id, seen) VALUES ('a', 1, NULL)\n"
        "UPDATE crm.person SET team_id=2, seen=9 WHERE crm.person.code = 'a'\n"
    );
}

BOOST_AUTO_TEST_CASE(a_query_changes_rows_by_a_statement) {
    BOOST_TEST(
        sent("session().query(Team).filter(Team.name == 'x').update({Team.size: Team.size + 1, 'motto': None})") ==
        "UPDATE team SET motto=NULL, members=(team.members + 1) WHERE team.name = 'x'\n"
    );
    BOOST_TEST(
        sent("session().query(Person).filter_by(code='x').delete(synchronize_session=False)") ==
        "DELETE FROM crm.person WHERE crm.person.code = 'x'\n"
    );
}

BOOST_AUTO_TEST_CASE(rows_need_a_database) {
    for (auto const* body :
         {"session().query(Team).all()",
          "session().query(Team).count()",
          "session().query(Team).execution_options(yield_per=10).yield_per(5).all()",
          "session().get(Team, 1)",
          "[t for t in session().query(Team.id)]",
          "session().scalars(sa.select(Team)).all()",
          "s = session()\n    t = Team(name='x')\n    s.add(t)\n    s.flush()\n    t.id + 1",
          "if session().query(Team).delete(): pass"})
        BOOST_TEST_CONTEXT(body)
    test::require_error(errc::needs_database, [&] { return sent(body); });
}

BOOST_AUTO_TEST_CASE(a_model_of_flask_is_named_after_its_class) {
    BOOST_TEST(
        sent("from flask_sqlalchemy import SQLAlchemy\n    db = SQLAlchemy()\n"
             "    class BlogPost2(db.Model):\n        id = db.Column(db.Integer, primary_key=True)\n"
             "        text = db.Column(db.Text)\n"
             "    marks = db.Table('marks', db.Column('post_id', db.Integer))\n"
             "    op.execute(marks.delete().where(marks.c.post_id == sa.select(BlogPost2.id).scalar_subquery()))"
        ) == "DELETE FROM marks WHERE marks.post_id = (SELECT blog_post2.id \nFROM blog_post2)\n"
    );
}

BOOST_AUTO_TEST_CASE(declared_tables_are_created_with_their_types) {
    BOOST_TEST(
        sent(
            "t = sa.Table('t', sa.MetaData(), sa.Column('a', sa.Enum('x', name='kind'), index=True), comment='c')\n"
            "    t.create(op.get_bind())\n    sa.Table('u', sa.MetaData(), sa.Column('b', sa.Text)).drop(op.get_bind())"
        ) == "CREATE TYPE kind AS ENUM ('x')\nCREATE TABLE t (\n    a kind\n)\nCREATE INDEX ix_t_a ON t (a)\n"
             "COMMENT ON TABLE t IS 'c'\nDROP TABLE u\n"
    );
    test::require_error(errc::needs_database, [] {
        return sent("Team.__table__.create(op.get_bind(), checkfirst=True)");
    });
    refused(
        errc::not_evaluable,
        "Base.metadata.create_all(op.get_bind())",
        "create_all() of all tables is not known natively"
    );
}

BOOST_AUTO_TEST_CASE(a_table_that_extends_another_may_have_more_columns) {
    std::string const twice = "m = sa.MetaData()\n    sa.Table('t', m, sa.Column('a', sa.Integer))\n"
                              "    t = sa.Table('t', m, sa.Column('b', sa.Integer), extend_existing=True)\n    ";
    for (auto const* wanted : {"t.c.a", "t.c['a']", "t.create(op.get_bind())"})
        BOOST_TEST_CONTEXT(wanted)
    test::require_error(errc::not_evaluable, [&] { return test::statements_of(twice + wanted); });
    auto const known = test::statements_of(twice + "op.execute(t.update().values(b=1))");
    BOOST_TEST(known == std::vector<std::string>{"UPDATE t SET b=1"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_model_that_is_not_known_keeps_its_constants) {
    BOOST_TEST(
        sent("class Odd(Base):\n        __tablename__ = 'odd'\n        KINDS = ['a', 'b']\n        id: Mapped[list] = "
             "mapped_column(primary_key=True)\n    op.execute(' '.join(Odd.KINDS))") == "a b\n"
    );
    refused(
        errc::not_evaluable,
        "class Odd(Base):\n        __tablename__ = 'odd'\n        id: Mapped[list] = mapped_column(primary_key=True)\n"
        "    op.execute(sa.delete(Odd))",
        "follows from its annotation"
    );
}

BOOST_AUTO_TEST_CASE(a_column_with_another_key_is_refused) {
    refused(
        errc::not_evaluable,
        "sa.Table('t', sa.MetaData(), sa.Column('a', sa.Integer, key='b'))",
        "has another name as its key="
    );
    BOOST_TEST(
        sent("op.execute(sa.Table('t', sa.MetaData(), sa.Column('a', sa.Integer, key='a')).delete())") ==
        "DELETE FROM t\n"
    );
}

BOOST_AUTO_TEST_CASE(what_hangs_on_more_than_columns_is_refused) {
    refused(errc::not_evaluable, "Team().people", "which is not a column");
    refused(errc::not_evaluable, "Team(people=[])", "which is not a column");
    refused(errc::not_evaluable, "Team.people", "which is not a column");
    refused(errc::python_exception, "Team(colour='red')", "'colour' is an invalid keyword argument for Team");
    refused(errc::not_evaluable, "class Sub(Team): pass\n    Sub()", "inherits from the mapped class 'Team'");
    refused(errc::not_evaluable, "session().rollback()", "undoes the transaction");
    refused(
        errc::not_evaluable,
        "s = session()\n    t = Team(id=1)\n    s.add(t)\n    s.flush()\n    s.delete(t)\n    s.flush()",
        "to which relationships may lead"
    );
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::sqlalchemy
