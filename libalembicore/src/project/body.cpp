#include "project/body.hpp"

#include "base/file.hpp"
#include "migrate/version_table.hpp"
#include "project/revision_context.hpp"
#include "project/target_metadata.hpp"
#include "script/source.hpp"

#include <utility>

namespace alembicore::project_body {

evaluator::evaluator(settings const& of, settings_request const& request, sqlalchemy::statement_target written_to)
    : files_{std::make_unique<project_files::access>(of, request.environment)},
      convention_{project_files::find_naming_convention(of, *files_)} {
    facts_.written_to = written_to;
    facts_.version_table = migrate::version_table_of(of).name;
    facts_.project = make_revision_context(of, request, *files_);
}

std::shared_ptr<python::source_module const> const& evaluator::read(std::filesystem::path const& file) {
    if (!module_ || module_->file() != file.string())
        module_ = python::parse_module(file.string(), script::decode_source(base::read_file(file), file.string()));
    return module_;
}

sqlalchemy::evaluation_environment evaluator::environment() const {
    sqlalchemy::evaluation_environment environment;
    environment.naming_convention = convention_;
    environment.project = files_.get();
    environment.facts = facts_;
    return environment;
}

std::vector<operation::any_operation>
evaluator::evaluate(std::filesystem::path const& file, sqlalchemy::revision_function called) {
    return sqlalchemy::evaluate_revision(read(file), called, environment());
}

void evaluator::run(
    std::filesystem::path const& file, sqlalchemy::revision_function called, sqlalchemy::live_database& database
) {
    sqlalchemy::run_revision(read(file), called, environment(), database);
}

std::vector<sql::statement> compile(std::vector<operation::any_operation> const& operations, sql::compiler& with) {
    std::vector<sql::statement> statements;
    for (auto const& operation : operations)
        for (auto& statement : with.render(operation))
            statements.push_back(std::move(statement));
    return statements;
}

} // namespace alembicore::project_body
