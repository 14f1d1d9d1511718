// The bodies of revisions: from a file to its operations, and on to statements.
#pragma once

#include "project/project_files.hpp"
#include "sql/compiler.hpp"
#include "sqlalchemy/evaluate.hpp"

#include <alembicore/settings.hpp>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace alembicore::project_body {

/// Evaluates revisions of one project. Remembers the file it read last, since both directions are usually asked for.
/// Used by one thread.
class evaluator {
public:
    evaluator(settings const& of, settings_request const& request, sqlalchemy::statement_target written_to);

    /// Errors: file_unreadable, file_too_large, invalid_encoding, syntax_error, needs_database, not_evaluable,
    /// evaluation_limit, python_exception; with the file's place.
    [[nodiscard]] std::vector<operation::any_operation>
    evaluate(std::filesystem::path const& file, sqlalchemy::revision_function called);

    /// The file's syntax, as `evaluate` reads it. Errors: those of reading it.
    [[nodiscard]] std::shared_ptr<python::source_module const> const& syntax_of(std::filesystem::path const& file) {
        return read(file);
    }

    /// Carries the function out on a database. Errors: as above, and those of the database.
    void
    run(std::filesystem::path const& file, sqlalchemy::revision_function called, sqlalchemy::live_database& database);

private:
    [[nodiscard]] std::shared_ptr<python::source_module const> const& read(std::filesystem::path const& file);
    [[nodiscard]] sqlalchemy::evaluation_environment environment() const;

    std::unique_ptr<project_files::access> files_;
    schema::naming_convention convention_;
    sqlalchemy::run_facts facts_;
    std::shared_ptr<python::source_module const> module_;
};

[[nodiscard]] std::vector<sql::statement>
compile(std::vector<operation::any_operation> const& operations, sql::compiler& with);

} // namespace alembicore::project_body
