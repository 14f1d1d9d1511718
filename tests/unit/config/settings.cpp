#include <alembicore/settings.hpp>

#include "support/error_checks.hpp"
#include "support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>

#include <unistd.h>

namespace alembicore {

namespace {

namespace fs = std::filesystem;

/// A project folder with `migrations/versions` and what a test writes into it.
struct project_folder {
    project_folder() { files.write("migrations/versions/.keep", ""); }

    [[nodiscard]] settings load(settings_request request = {}) const {
        request.directory = files.path();
        return load_settings(request);
    }

    [[nodiscard]] settings load_ini(std::string const& keys) const {
        files.write("alembic.ini", "[alembic]\nscript_location = migrations\n" + keys);
        return load();
    }

    [[nodiscard]] settings load_toml(std::string const& keys) const {
        files.write("pyproject.toml", "[tool.alembic]\nscript_location = 'migrations'\n" + keys);
        return load();
    }

    [[nodiscard]] fs::path path(char const* relative) const { return files.path() / relative; }

    test::temporary_folder files;
};

bool has_warning(settings const& read, std::string_view part) {
    return std::ranges::any_of(read.diagnostics, [&](diagnostic const& each) {
        return each.severity == severity::warning && each.message.find(part) != std::string::npos;
    });
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(settings_files, project_folder)

BOOST_AUTO_TEST_CASE(a_plain_project_has_alembic_s_defaults) {
    auto const read = load_ini("prepend_sys_path = .\n");
    BOOST_TEST(read.config_file == path("alembic.ini"));
    BOOST_TEST(read.pyproject_file.empty());
    BOOST_TEST(read.script_location == path("migrations"));
    BOOST_REQUIRE(read.version_locations.size() == 1U);
    BOOST_TEST(read.version_locations[0] == path("migrations/versions"));
    BOOST_TEST(read.file_template == "%(rev)s_%(slug)s");
    BOOST_TEST(read.truncate_slug_length == 40);
    BOOST_TEST(read.output_encoding == "utf-8");
    BOOST_TEST(read.timezone.empty());
    BOOST_REQUIRE(read.prepend_sys_path.size() == 1U);
    BOOST_TEST(read.prepend_sys_path[0] == files.path());
    BOOST_TEST(!read.recursive_version_locations);
    BOOST_TEST(!read.database_url.has_value());
    BOOST_TEST(read.version_table == "alembic_version");
    BOOST_TEST(read.diagnostics.empty());
}

BOOST_AUTO_TEST_CASE(the_keys_of_generation_are_read) {
    auto const read = load_ini("file_template = %%(year)d_%%(rev)s\ntruncate_slug_length = 12\ntimezone = UTC\n"
                               "output_encoding = latin-1\nrevision_environment = yes\nsourceless = true\n");
    BOOST_TEST(read.file_template == "%(year)d_%(rev)s");
    BOOST_TEST(read.truncate_slug_length == 12);
    BOOST_TEST(read.timezone == "UTC");
    BOOST_TEST(read.output_encoding == "latin-1");
    BOOST_TEST(read.revision_environment);
    BOOST_TEST(read.sourceless);
}

BOOST_AUTO_TEST_CASE(only_the_exact_text_true_turns_recursion_on) {
    BOOST_TEST(load_ini("recursive_version_locations = true\n").recursive_version_locations);
    for (auto const* text : {"True", "yes", "1", "false"})
        BOOST_TEST_CONTEXT(text)
    BOOST_TEST(!load_ini(std::string{"recursive_version_locations = "} + text + "\n").recursive_version_locations);
}

BOOST_AUTO_TEST_CASE(version_locations_are_split_as_path_separator_says) {
    struct {
        char const* name;
        char const* keys;
        bool warns;
    } const cases[] = {
        {"os", "path_separator = os\nversion_locations = a:b c\n", false},
        {"colon", "path_separator = :\nversion_locations = a: b c :\n", false},
        {"semicolon", "path_separator = ;\nversion_locations = a;b c\n", false},
        {"newline", "path_separator = newline\nversion_locations =\n  a\n  b c\n", false},
        {"deprecated key", "version_path_separator = os\nversion_locations = a:b c\n", true},
    };

    for (auto const& each : cases)
        BOOST_TEST_CONTEXT(each.name) {
            auto const read = load_ini(each.keys);
            BOOST_REQUIRE(read.version_locations.size() == 2U);
            BOOST_TEST(read.version_locations[0] == path("a"));
            BOOST_TEST(read.version_locations[1] == path("b c"));
            BOOST_TEST(has_warning(read, "deprecated") == each.warns);
        }
}

BOOST_AUTO_TEST_CASE(without_a_separator_lists_are_split_as_of_old_with_a_warning) {
    auto const read = load_ini("version_locations = a, b  c\nprepend_sys_path = x:y z\n");
    BOOST_TEST(read.version_locations.size() == 3U);
    BOOST_TEST(read.prepend_sys_path.size() == 3U);
    BOOST_TEST(has_warning(read, "for version_locations"));
    BOOST_TEST(has_warning(read, "for prepend_sys_path"));
}

BOOST_AUTO_TEST_CASE(an_unknown_separator_is_refused_with_its_line) {
    auto const info = test::require_error(errc::bad_configuration, [&] {
        return load_ini("path_separator = comma\nversion_locations = a\n");
    });
    BOOST_TEST(info.message.find("is not a valid value for path_separator") != std::string::npos);
    BOOST_TEST(info.place.value().line == 3U);
}

BOOST_AUTO_TEST_CASE(values_that_make_no_sense_are_refused) {
    for (auto const* keys : {"truncate_slug_length = many\n", "revision_environment = perhaps\n", "timezone = %x\n"})
        BOOST_TEST_CONTEXT(keys) test::require_error(errc::bad_configuration, [&] { return load_ini(keys); });
    for (auto const* keys : {"sourceless = 'true'\n", "version_locations = 'a'\n", "timezone = 1\n"})
        BOOST_TEST_CONTEXT(keys) {
            fs::remove(path("alembic.ini"));
            test::require_error(errc::bad_configuration, [&] { return load_toml(keys); });
        }
}

BOOST_AUTO_TEST_CASE(pyproject_alone_is_a_project) {
    auto const read = load_toml("version_locations = ['%(here)s/a', 'b']\nprepend_sys_path = ['.']\n"
                                "truncate_slug_length = 7\nrecursive_version_locations = true\n"
                                "revision_environment = true\n"
                                "[[tool.alembic.post_write_hooks]]\nname = 'ruff'\ntype = 'exec'\n");
    BOOST_TEST(read.config_file.empty());
    BOOST_TEST(read.pyproject_file == path("pyproject.toml"));
    BOOST_TEST(read.version_locations.size() == 2U);
    BOOST_TEST(read.version_locations[0] == path("a"));
    BOOST_TEST(read.truncate_slug_length == 7);
    BOOST_TEST(read.recursive_version_locations);
    BOOST_TEST(read.revision_environment);
    BOOST_REQUIRE(read.post_write_hooks.size() == 1U);
    BOOST_TEST(read.post_write_hooks[0].name == "ruff");
    BOOST_TEST(read.post_write_hooks[0].options.at("type") == "exec");
}

BOOST_AUTO_TEST_CASE(the_ini_wins_key_by_key) {
    files.write(
        "pyproject.toml",
        "[tool.alembic]\nscript_location = 'elsewhere'\ntimezone = 'UTC'\n"
        "[[tool.alembic.post_write_hooks]]\nname = 'ruff'\n"
    );
    auto const read = load_ini("[post_write_hooks]\nhooks = a, b\na.type = exec\nb.options = -x\n");
    BOOST_TEST(read.script_location == path("migrations"));
    BOOST_TEST(read.timezone == "UTC");
    BOOST_REQUIRE(read.post_write_hooks.size() == 2U);
    BOOST_TEST(read.post_write_hooks[0].name == "a");
    BOOST_TEST(read.post_write_hooks[0].options.at("type") == "exec");
    BOOST_TEST(read.post_write_hooks[1].options.at("options") == "-x");
}

BOOST_AUTO_TEST_CASE(the_section_can_be_chosen) {
    files.write("alembic.ini", "[alembic]\nscript_location = nowhere\n[other]\nscript_location = migrations\n");
    settings_request request;
    request.section = "other";
    BOOST_TEST(load(request).script_location == path("migrations"));
}

BOOST_AUTO_TEST_CASE(config_files_may_be_named) {
    files.write("etc/one.ini", "[alembic]\nscript_location = %(here)s/../migrations\n");
    files.write("etc/pyproject.toml", "[tool.alembic]\ntimezone = 'UTC'\n");
    settings_request request;
    request.config_files = {"etc/one.ini", "etc/pyproject.toml"};
    auto const read = load(request);
    BOOST_TEST(read.script_location == path("migrations"));
    BOOST_TEST(read.timezone == "UTC");
    request.config_files = {"etc/one.ini", "etc/two.ini"};
    test::require_error(errc::bad_usage, [&] { return load(request); });
}

BOOST_AUTO_TEST_CASE(alembic_config_replaces_the_default_of_its_kind) {
    files.write("etc/one.ini", "[alembic]\nscript_location = migrations\ntimezone = UTC\n");
    files.write("alembic.ini", "[alembic]\nscript_location = migrations\ntimezone = CET\n");
    settings_request request;
    request.environment["ALEMBIC_CONFIG"] = "etc/one.ini";
    BOOST_TEST(load(request).timezone == "UTC");
    request.config_files = {"alembic.ini"};
    BOOST_TEST(load(request).timezone == "CET");
    request.environment["ALEMBIC_CONFIG"] = "etc/pyproject.toml";
    BOOST_TEST(load(request).timezone == "CET");
}

BOOST_AUTO_TEST_CASE(packages_are_found_without_importing_them) {
    files.write("src/app/db/env.py", "");
    files.write("alembic.ini", "[alembic]\nscript_location = app:db\nprepend_sys_path = src\n");
    BOOST_TEST(load().script_location == path("src/app/db"));
    files.write("alembic.ini", "[alembic]\nscript_location = nowhere:db\n");
    auto const info = test::require_error(errc::bad_configuration, [&] { return load(); });
    BOOST_TEST(info.place.value().line == 2U);
}

BOOST_AUTO_TEST_CASE(flask_migrate_s_layout_is_accepted_with_a_note) {
    files.write("migrations/alembic.ini", "[alembic]\n# none\n");
    files.write("migrations/env.py", "");
    auto const read = load();
    BOOST_TEST(read.script_location == path("migrations"));
    BOOST_TEST(read.config_file == path("migrations/alembic.ini"));
    BOOST_REQUIRE(read.diagnostics.size() == 1U);
    BOOST_TEST((read.diagnostics[0].severity == severity::info));
    settings_request request;
    request.config_files = {"migrations/alembic.ini"};
    BOOST_TEST(load(request).script_location == path("migrations"));
}

BOOST_AUTO_TEST_CASE(what_is_no_project_is_refused) {
    auto const nothing = test::require_error(errc::not_a_project, [&] { return load(); });
    BOOST_TEST(nothing.message == "No 'script_location' key found in configuration.");
    files.write("alembic.ini", "[other]\n");
    auto const section = test::require_error(errc::bad_configuration, [&] { return load(); });
    BOOST_TEST(section.reason.find("[alembic]") != std::string::npos);
    files.write("alembic.ini", "[alembic]\nscript_location = nowhere\n");
    auto const folder = test::require_error(errc::bad_configuration, [&] { return load(); });
    BOOST_TEST(folder.message.starts_with("Path doesn't exist: "));
    BOOST_TEST(folder.place.value().line == 2U);
}

BOOST_AUTO_TEST_CASE(files_that_cannot_be_read_are_refused) {
    files.write("alembic.ini", "[alembic]\nscript_location = \xFF\n");
    test::require_error(errc::invalid_encoding, [&] { return load(); });
    fs::resize_file(path("alembic.ini"), 50U << 20U);
    test::require_error(errc::file_too_large, [&] { return load(); });
    fs::remove(path("alembic.ini"));
    fs::create_directory(path("alembic.ini"));
    test::require_error(errc::file_unreadable, [&] { return load(); });
    if (::geteuid() == 0)
        return; // root may read everything
    fs::remove(path("alembic.ini"));
    files.write("alembic.ini", "[alembic]\n");
    fs::permissions(path("alembic.ini"), fs::perms::none);
    test::require_error(errc::file_unreadable, [&] { return load(); });
}

BOOST_AUTO_TEST_CASE(what_env_py_decides_is_read) {
    files.write(
        "migrations/env.py",
        "context.configure(connection=c, version_table='v', version_table_schema='s',\n"
        "    transaction_per_migration=True, version_table_pk=False)\n"
    );
    auto const read = load_ini("");
    BOOST_TEST(read.version_table == "v");
    BOOST_TEST(read.version_table_schema == "s");
    BOOST_TEST(!read.version_table_pk);
    BOOST_TEST((read.transactions == transaction_mode::per_migration));
}

BOOST_AUTO_TEST_CASE(what_env_py_decides_at_run_time_is_set_by_hand) {
    files.write("migrations/env.py", "context.configure(connection=c, version_table=app.table)\n");
    BOOST_TEST(has_warning(load_ini(""), "env.py decides version_table at run time"));
    auto const by_ini = load_ini("[alembicore]\nversion_table = mine\ntransaction_per_migration = true\n"
                                 "naming_convention.ix = ix_%%(column_0_label)s\n");
    BOOST_TEST(by_ini.version_table == "mine");
    BOOST_TEST((by_ini.transactions == transaction_mode::per_migration));
    BOOST_TEST(by_ini.naming_convention.at("ix") == "ix_%(column_0_label)s");
    BOOST_TEST(!has_warning(by_ini, "version_table"));
    fs::remove(path("alembic.ini"));
    auto const by_toml = load_toml("[tool.alembicore]\nversion_table = 'mine'\ntransactional_ddl = false\n"
                                   "[tool.alembicore.naming_convention]\npk = 'pk_%%(table_name)s'\n");
    BOOST_TEST(by_toml.version_table == "mine");
    BOOST_TEST((by_toml.transactions == transaction_mode::none));
    BOOST_TEST(by_toml.naming_convention.at("pk") == "pk_%(table_name)s");
}

BOOST_AUTO_TEST_CASE(how_backups_are_made_before_a_run) {
    auto const unset = load_ini("").backup;
    BOOST_TEST((unset.policy == backup_policy::automatic));
    BOOST_TEST(unset.keep == 10U);
    BOOST_TEST(unset.directory.empty());
    auto const set = load_ini("[alembicore]\nbackup = affected\nbackup_directory = /b\nbackup_keep = 3\n"
                              "backup_keep_days = 2\nbackup_programs = bin\n")
                         .backup;
    BOOST_TEST((set.policy == backup_policy::affected));
    BOOST_TEST(set.directory == "/b");
    BOOST_TEST(set.keep == 3U);
    BOOST_TEST(set.keep_age.value().count() == 48);
    BOOST_TEST(set.programs.is_absolute());
    for (char const* wrong : {"backup = everything", "backup_keep = -1", "backup_keep_days = many"})
        test::require_error(errc::bad_configuration, [&] {
            return load_ini(std::string{"[alembicore]\n"} + wrong).backup.keep;
        });
}

BOOST_AUTO_TEST_CASE(how_long_a_run_waits_for_another_is_a_setting) {
    BOOST_TEST(load_ini("").lock_wait.count() == 300);
    BOOST_TEST(load_ini("[alembicore]\nlock_wait = 0\n").lock_wait.count() == 0);
    for (auto const* text : {"-1", "soon"})
        test::require_error(errc::bad_configuration, [&] {
            return load_ini(std::string{"[alembicore]\nlock_wait = "} + text + "\n");
        });
}

BOOST_AUTO_TEST_CASE(limits_and_what_to_do_about_blockers_are_settings) {
    auto const silent = load_ini("");
    BOOST_TEST(!silent.limits.lock_timeout);
    BOOST_TEST(!silent.limits.statement_timeout);
    BOOST_TEST((silent.on_blocked == blocker_policy::wait));
    BOOST_TEST((silent.journal == journal_mode::on));
    auto const set = load_ini("[alembicore]\nlock_timeout = 5s\nstatement_timeout = 0\non_blocked = give-up\n"
                              "journal = off\n");
    BOOST_TEST(set.limits.lock_timeout.value().count() == 5000);
    BOOST_TEST(set.limits.statement_timeout.value().count() == 0);
    BOOST_TEST((set.on_blocked == blocker_policy::give_up));
    BOOST_TEST((set.journal == journal_mode::off));
    for (auto const* line : {"lock_timeout = 5", "statement_timeout = -1s", "on_blocked = shout", "journal = maybe"})
        test::require_error(errc::bad_configuration, [&] { return load_ini("[alembicore]\n" + std::string{line}); });
}

BOOST_AUTO_TEST_CASE(an_env_py_that_is_no_python_is_a_finding) {
    files.write("migrations/env.py", "def (:\n");
    auto const read = load_ini("");
    BOOST_TEST(has_warning(read, "env.py cannot be read"));
    BOOST_TEST(name_of(read.env_py_problem.value().code) == "syntax_error");
    fs::remove(path("migrations/env.py"));
    BOOST_TEST(name_of(load_ini("").env_py_problem.value().code) == "file_unreadable");
    BOOST_TEST((read.diagnostics.at(0).code == errc::syntax_error));
}

BOOST_AUTO_TEST_CASE(the_environment_of_the_process_can_be_read) {
    BOOST_TEST(process_environment().count("PATH") == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore
