#include "project/body.hpp"

#include "base/file.hpp"
#include "project/target_metadata.hpp"
#include "script/source.hpp"

#include <utility>

namespace alembicore::project_body {

evaluator::evaluator(settings const& of, std::map<std::string, std::string> environment)
    : files_{std::make_unique<project_files::access>(of, std::move(environment))},
      convention_{project_files::find_naming_convention(of, *files_)} {}

std::vector<operation::any_operation>
evaluator::evaluate(std::filesystem::path const& file, sqlalchemy::revision_function called) {
    if (!module_ || module_->file() != file.string())
        module_ = python::parse_module(file.string(), script::decode_source(base::read_file(file), file.string()));
    sqlalchemy::evaluation_environment environment;
    environment.naming_convention = convention_;
    environment.project = files_.get();
    return sqlalchemy::evaluate_revision(module_, called, environment);
}

std::vector<sql::statement> compile(std::vector<operation::any_operation> const& operations, sql::compiler& with) {
    std::vector<sql::statement> statements;
    for (auto const& operation : operations)
        for (auto& statement : with.render(operation))
            statements.push_back(std::move(statement));
    return statements;
}

} // namespace alembicore::project_body
