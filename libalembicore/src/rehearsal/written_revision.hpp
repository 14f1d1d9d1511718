// A revision that is written but not part of the project yet, tried in a scratch database.
#pragma once

#include "postgres/connection.hpp"
#include "sqlalchemy/evaluate.hpp"

#include <alembicore/project.hpp>

#include <cstddef>
#include <filesystem>
#include <stop_token>
#include <string>

namespace alembicore::rehearsal {

/// A folder for files that are on trial, gone afterwards.
class trial_folder {
public:
    /// Errors: file_unwritable.
    trial_folder();
    trial_folder(trial_folder const&) = delete;
    trial_folder& operator=(trial_folder const&) = delete;
    ~trial_folder();

    /// Errors: file_unwritable.
    [[nodiscard]] std::filesystem::path write(std::string const& name, std::string const& text) const;

private:
    std::filesystem::path path_;
};

/// Runs a function of the file as a run of the project would, in one transaction, and counts its statements.
/// Errors: those of evaluation and of statements, with a message that says what it was for; cancelled.
std::size_t run_written(
    project const& of,
    std::filesystem::path const& file,
    sqlalchemy::revision_function called,
    postgres::connection& in,
    std::stop_token const& stop
);

} // namespace alembicore::rehearsal
