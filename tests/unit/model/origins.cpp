// Where the models are found.
#include "application.hpp"
#include "support/error_checks.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore {

using test::application;

namespace {

constexpr auto one_class = R"(
Base = declarative_base()
class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
)";

} // namespace

BOOST_AUTO_TEST_SUITE(origins)

BOOST_AUTO_TEST_CASE(the_variable_comes_first) {
    application const made{one_class};
    made.write(
        "app/other.py",
        "import sqlalchemy as sa\nmeta = sa.MetaData()\nsa.Table('t', meta, sa.Column('x', sa.Integer))\n"
    );
    auto const read = made.read({{"SQLALCHEMY_BASE", "app.other:meta"}});
    BOOST_TEST((read.origin == models::origin::variable));
    BOOST_TEST(read.base == "app.other:meta");
    BOOST_TEST(read.tables.size() == 1U);
    BOOST_TEST(read.models.empty());
}

BOOST_AUTO_TEST_CASE(a_variable_that_names_nothing_is_an_error) {
    application const made{one_class};
    for (auto const* name : {"app.models:Nothing", "app.nowhere:Base", "app.models"})
        test::require_error(errc::not_evaluable, [&] { return made.read({{"SQLALCHEMY_BASE", name}}); });
}

BOOST_AUTO_TEST_CASE(env_py_has_what_it_imports) {
    application const made{one_class};
    made.write(
        "app/more.py",
        "from app.models import *\nclass Late(Base):\n    __tablename__ = 'late'\n    id = Column(Integer, "
        "primary_key=True)\n"
    );
    BOOST_TEST(made.read().models.size() == 1U);
    made.write("app/__init__.py", "from . import more\n");
    BOOST_TEST(made.read().models.size() == 2U);
}

BOOST_AUTO_TEST_CASE(else_the_project_is_searched) {
    application const made{one_class};
    made.write("migrations/env.py", "from somewhere import current_app\ntarget_metadata = current_app.metadata\n");
    auto const read = made.read();
    BOOST_TEST((read.origin == models::origin::search));
    BOOST_TEST(test::class_named(read, "User").module == "app.models");
    BOOST_TEST(test::class_named(read, "User").place.line == 11U);
}

BOOST_AUTO_TEST_CASE(some_of_them_by_name) {
    auto const read = application{one_class}.read();
    BOOST_TEST(models::choose(read, {"User"}).tables.size() == 1U);
    BOOST_TEST(models::choose(read, {"users"}).models.size() == 1U);
    test::require_error(errc::bad_usage, [&] { return models::choose(read, {"nobody"}); });
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore
