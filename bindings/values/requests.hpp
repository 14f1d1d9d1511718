// What the options of the calls mean to the library. Every function refuses members that it does not know.
#pragma once

#include <alembicore/backup.hpp>
#include <alembicore/drift.hpp>
#include <alembicore/lint.hpp>
#include <alembicore/migrator.hpp>
#include <alembicore/models.hpp>
#include <alembicore/rehearsal.hpp>
#include <alembicore/settings.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace alembicore::bindings {

/// How a call is watched and stopped.
struct control {
    std::stop_token stop{};
    event_sink events{};
};

/// config_files, section, database_url, environment, x_arguments, sqlalchemy_generation.
[[nodiscard]] settings_request read_settings_request(std::string_view directory, std::string_view given);

/// transactions, engine, python, tag, lock_wait, lock_timeout, statement_timeout, on_blocked, journal, backup,
/// backup_directory, authenticated_user.
[[nodiscard]] run_options read_run_options(std::string_view given, control const& how);

/// As `read_run_options`, and purge.
struct stamp_request {
    migrator::stamp_mode mode = migrator::stamp_mode::keep;
    run_options options{};
};

[[nodiscard]] stamp_request read_stamp_request(std::string_view given, control const& how);

/// engine, python, tag.
[[nodiscard]] script_options read_script_options(std::string_view given, control const& how);

/// only, also, without, directions, start_after, baseline, server_version, transactions, in_transaction; each instead
/// of what the project says.
[[nodiscard]] lint::options read_lint_options(std::string_view given, lint::options of_project, control const& how);

/// place, rows, sample_size, scratch_server, transactions, lock_timeout.
[[nodiscard]] rehearsal::options read_rehearsal_options(std::string_view given, control const& how);

/// directory, policy, tables, format, jobs, programs, lock_wait; each instead of what the project says.
[[nodiscard]] backup_request read_backup_request(std::string_view given, project const* of, control const& how);

/// directory, programs; each instead of what the project says.
struct backup_search {
    std::filesystem::path directory{};
    std::filesystem::path programs{};
};

[[nodiscard]] backup_search read_backup_search(std::string_view given, project const* of);

/// schemas, names.
[[nodiscard]] catalog::filter read_schema_filter(std::string_view given);

/// engine, python, names.
struct models_request {
    models::read_options options{};
    std::vector<std::string> names{};
};

[[nodiscard]] models_request read_models_request(std::string_view given, control const& how);

/// scratch_server.
[[nodiscard]] drift::options read_drift_options(std::string_view given, control const& how);

} // namespace alembicore::bindings
