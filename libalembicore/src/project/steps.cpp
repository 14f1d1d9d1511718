#include "project/steps.hpp"

#include "project/body.hpp"
#include "project/implementation.hpp"

#include <alembicore/error.hpp>

#include <memory>
#include <utility>

namespace alembicore::project_steps {

namespace {

/// The revisions of one run, in order: one compiler sees them all.
struct run_bodies {
    project opened;
    project_body::evaluator evaluator;
    sql::compiler compiler;

    [[nodiscard]] std::vector<sql::statement> statements_of(step const& wanted) {
        if (wanted.kind == direction::stamp)
            return {};
        auto const function = wanted.kind == direction::upgrade ? sqlalchemy::revision_function::upgrade
                                                                : sqlalchemy::revision_function::downgrade;
        return project_body::compile(evaluator.evaluate(wanted.path, function), compiler);
    }
};

} // namespace

migrate::step_source source_of(project const& opened, sql::backslash literals) {
    auto const bodies = std::make_shared<run_bodies>(run_bodies{
        opened, project_body::evaluator{opened.settings(), opened.internals().environment}, sql::compiler{literals}});
    return [bodies](step const& wanted) { return bodies->statements_of(wanted); };
}

} // namespace alembicore::project_steps
