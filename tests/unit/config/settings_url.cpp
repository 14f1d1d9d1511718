#include <alembicore/settings.hpp>

#include "support/error_checks.hpp"
#include "support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace alembicore {

namespace {

/// A project whose every source of a URL is in the hands of the test.
struct url_project {
    url_project() {
        files.write("migrations/versions/.keep", "");
        write_ini("sqlalchemy.url = postgresql://ini/d\n");
    }

    void write_ini(std::string const& keys) {
        files.write("alembic.ini", "[alembic]\nscript_location = migrations\n" + keys);
    }

    [[nodiscard]] settings load() const { return load_settings(request); }

    /// The host of the URL that is chosen, and where it comes from.
    [[nodiscard]] std::string chosen() const {
        auto const read = load();
        if (!read.database_url)
            return "none";
        return read.database_url->parameters.at(0).second + " by " + read.database_url->source;
    }

    test::temporary_folder files;
    settings_request request{
        .config_files = {},
        .section = "alembic",
        .database_url = {},
        .directory = files.path(),
        .environment = {},
        .x_arguments = {},
    };
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(settings_database_url, url_project)

BOOST_AUTO_TEST_CASE(the_strongest_source_wins) {
    BOOST_TEST(chosen() == "ini by alembic.ini");
    files.write("migrations/env.py", "config.set_main_option('sqlalchemy.url', 'postgresql://env-py/d')\n");
    BOOST_TEST(chosen() == "env-py by env.py");
    files.write(".env", "DATABASE_URL=postgresql://dotenv/d\n");
    BOOST_TEST(chosen() == "dotenv by DATABASE_URL in .env");
    request.environment["DATABASE_URL"] = "postgresql://environment/d";
    BOOST_TEST(chosen() == "environment by DATABASE_URL");
    request.database_url = "postgresql://option/d";
    BOOST_TEST(chosen() == "option by --database-url");
}

BOOST_AUTO_TEST_CASE(an_empty_variable_is_none_given) {
    request.environment["DATABASE_URL"] = "";
    BOOST_TEST(chosen() == "ini by alembic.ini");
}

BOOST_AUTO_TEST_CASE(the_placeholder_of_a_fresh_project_is_none_given) {
    write_ini("sqlalchemy.url = driver://user:pass@localhost/dbname\n");
    BOOST_TEST(chosen() == "none");
    BOOST_TEST(load().diagnostics.empty());
    auto const read = load();
    auto const info = test::require_error(errc::no_database, [&] { return require_database_url(read); });
    BOOST_TEST(info.message == "no database URL is given: alembic.ini still has the placeholder of Alembic's template");
    BOOST_TEST(info.remedy.find("--database-url") != std::string::npos);
    BOOST_REQUIRE(info.place.has_value());
    BOOST_TEST(info.place->excerpt == "sqlalchemy.url = driver://user:pass@localhost/dbname");
}

BOOST_AUTO_TEST_CASE(the_url_is_that_of_the_chosen_section) {
    write_ini("[other]\nscript_location = migrations\nsqlalchemy.url = postgresql://other/d\n");
    BOOST_TEST(chosen() == "none");
    request.section = "other";
    BOOST_TEST(chosen() == "other by alembic.ini");
}

BOOST_AUTO_TEST_CASE(a_url_that_cannot_be_used_stops_only_what_needs_it) {
    struct {
        char const* name;
        char const* keys;
        errc code;
    } const cases[] = {
        {"another database", "sqlalchemy.url = mysql://u:secret@h/d\n", errc::bad_database_url},
        {"interpolation", "sqlalchemy.url = postgresql://u:secret%40@h/d\n", errc::bad_configuration},
        {"several databases", "databases = one, two\n", errc::no_database},
    };

    for (auto const& each : cases)
        BOOST_TEST_CONTEXT(each.name) {
            write_ini(each.keys);
            auto const read = load();
            BOOST_TEST(!read.database_url.has_value());
            BOOST_TEST(read.diagnostics.size() == 1U);
            auto const info = test::require_error(each.code, [&] { return require_database_url(read); });
            BOOST_TEST(describe(info).find("secret") == std::string::npos);
        }
}

BOOST_AUTO_TEST_CASE(the_url_that_is_asked_for_must_be_usable) {
    request.database_url = "mysql://h/d";
    test::require_error(errc::bad_database_url, [&] { return load(); });
}

BOOST_AUTO_TEST_CASE(a_url_that_env_py_decides_at_run_time_is_not_replaced_by_the_ini_s) {
    files.write("migrations/env.py", "config.set_main_option('sqlalchemy.url', settings.DATABASE_URL)\n");
    auto const read = load();
    BOOST_TEST(!read.database_url.has_value());
    auto const info = test::require_error(errc::decided_at_run_time, [&] { return require_database_url(read); });
    BOOST_TEST(info.remedy.find("--database-url") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_environment_variable_that_env_py_reads_is_used) {
    files.write("migrations/env.py", "import os\nconfig.set_main_option('sqlalchemy.url', os.environ['APP_DB'])\n");
    auto const unset = load();
    auto const info = test::require_error(errc::no_database, [&] { return require_database_url(unset); });
    BOOST_TEST(info.message.find("APP_DB") != std::string::npos);
    files.write(".env", "APP_DB=postgresql://app/d\n");
    BOOST_TEST(chosen() == "app by environment variable APP_DB");
    request.environment["APP_DB"] = "postgresql://real/d";
    BOOST_TEST(chosen() == "real by environment variable APP_DB");
}

BOOST_AUTO_TEST_CASE(flask_migrate_s_dotenv_is_beside_the_application) {
    std::filesystem::remove(files.path() / "alembic.ini");
    files.write("migrations/alembic.ini", "[alembic]\n");
    files.write("migrations/env.py", "");
    files.write(".env", "DATABASE_URL=postgresql://dotenv/d\n");
    BOOST_TEST(chosen() == "dotenv by DATABASE_URL in .env");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore
