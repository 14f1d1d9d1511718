#include "project/target_metadata.hpp"

#include "project/project_files.hpp"
#include "support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <utility>
#include <vector>

namespace alembicore::project_files {

namespace {

using source_files = std::vector<std::pair<std::string, std::string>>;

constexpr auto convention = "from sqlalchemy import MetaData\nNAMES = {'pk': 'pk_%(table_name)s'}\n";

schema::naming_convention found_in(source_files const& files, std::string target_metadata) {
    test::temporary_folder const folder;
    for (auto const& [path, text] : files)
        folder.write(path, text);
    settings known;
    known.config_file = folder.path() / "alembic.ini";
    known.target_metadata = std::move(target_metadata);
    access modules{known};
    return find_naming_convention(known, modules);
}

/// The text of db.py, with the names at hand.
schema::naming_convention found_in(std::string const& text, std::string const& names) {
    return found_in({{"app/__init__.py", ""}, {"app/db.py", convention + text}}, "app.db:" + names);
}

} // namespace

BOOST_AUTO_TEST_SUITE(conventions_of_the_application)

BOOST_AUTO_TEST_CASE(metadata_is_followed_to_where_it_is_made) {
    struct {
        std::string text;
        std::string names;
    } const rows[] = {
        {"metadata = MetaData(naming_convention=NAMES)\n", "metadata"},
        {"metadata: MetaData = MetaData(naming_convention={'pk': 'pk_%(table_name)s'})\n", "metadata"},
        {"metadata = MetaData(naming_convention=dict(pk='pk_%(table_name)s'))\n", "metadata"},
        {"class Base(DeclarativeBase):\n    metadata = MetaData(naming_convention=NAMES)\n", "Base.metadata"},
        {"class Root(AsyncAttrs, DeclarativeBase):\n    metadata = MetaData(naming_convention=NAMES)\n"
         "class Base(Mixin, Root):\n    pass\n",
         "Base.metadata"},
        {"m = MetaData(naming_convention=NAMES)\nBase = declarative_base(metadata=m)\n", "Base.metadata"},
        {"@as_declarative(metadata=MetaData(naming_convention=NAMES))\nclass Base:\n    id = 1\n", "Base.metadata"},
        {"db = SQLAlchemy(metadata=MetaData(naming_convention=NAMES))\n", "db.metadata"},
        {"db = SQLAlchemy(metadata=MetaData(naming_convention=NAMES))\n", "db.Model.metadata"},
        {"class Base(DeclarativeBase):\n    metadata = MetaData(naming_convention=NAMES)\n"
         "db = SQLAlchemy(model_class=Base)\n",
         "db.metadata"},
        {"Base = declarative_base()\nBase.metadata.naming_convention = NAMES\n", "Base.metadata"},
        {"r = registry(metadata=MetaData(naming_convention=NAMES))\nBase = r.generate_base()\n", "Base.metadata"},
    };

    for (auto const& row : rows)
        BOOST_TEST_CONTEXT(row.text) {
            auto const found = found_in(row.text, row.names);
            BOOST_TEST(found.unknown_because == "");
            BOOST_REQUIRE(found.find("pk") != nullptr);
            BOOST_TEST(*found.find("pk") == "pk_%(table_name)s");
        }
}

BOOST_AUTO_TEST_CASE(imports_are_followed_through_packages) {
    auto const found = found_in(
        {{"app/__init__.py", "from .models import Base as Root\n"},
         {"app/models/__init__.py", "from app.models.base import *\n"},
         {"app/models/base.py",
          "from . import names\nBase = declarative_base(metadata=MetaData("
          "naming_convention=names.NAMES))\n"},
         {"app/models/names.py", convention}},
        "app:Root.metadata"
    );
    BOOST_REQUIRE(found.find("pk") != nullptr);
}

BOOST_AUTO_TEST_CASE(metadata_without_a_convention_is_known) {
    struct {
        std::string text;
        std::string names;
    } const rows[] = {
        {"Base = declarative_base()\n", "Base.metadata"},
        {"class Base(DeclarativeBase):\n    pass\n", "Base.metadata"},
        {"db = SQLAlchemy()\n", "db.metadata"},
        {"metadata = MetaData(schema='s')\n", "metadata"},
        {"all_of_them = [a.metadata, b.metadata]\n", "all_of_them"},
    };

    for (auto const& row : rows)
        BOOST_TEST_CONTEXT(row.text) {
            auto const found = found_in(row.text, row.names);
            BOOST_TEST(found.unknown_because == "");
            BOOST_TEST(found.templates.empty());
        }
}

BOOST_AUTO_TEST_CASE(what_only_running_python_could_tell_is_unknown) {
    for (auto const* text :
         {"metadata = MetaData(naming_convention=make_names())\n",
          "metadata = MetaData(naming_convention={'pk': prefix + '_%(table_name)s'})\n",
          "metadata = MetaData(**options, x='naming_convention')\n",
          "metadata = make_metadata('naming_convention')\n",
          "metadata = elsewhere = metadata  # naming_convention\n"})
        BOOST_TEST_CONTEXT(text) {
            BOOST_TEST(found_in(text, "metadata").unknown_because != "");
        }
}

BOOST_AUTO_TEST_CASE(a_project_that_does_not_speak_of_conventions_has_none) {
    auto const found = found_in({{"app.py", "metadata = make_metadata()\n"}}, "app:metadata");
    BOOST_TEST(found.unknown_because == "");
    BOOST_TEST(found.templates.empty());
}

BOOST_AUTO_TEST_CASE(the_database_of_a_flask_application_is_found) {
    auto const found = found_in(
        {{"shop/extensions.py",
          std::string{convention} + "db = SQLAlchemy(metadata=MetaData(naming_convention=NAMES))\n"}},
        ""
    );
    BOOST_REQUIRE(found.find("pk") != nullptr);
    BOOST_TEST(found_in({{"shop/extensions.py", "x = 'naming_convention'\n"}}, "").unknown_because != "");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::project_files
