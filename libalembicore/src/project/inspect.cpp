// What revisions do, shown without a database: inspect, render, scripts.
#include "migrate/script.hpp"
#include "operation/json.hpp"
#include "project/body.hpp"
#include "project/decided.hpp"
#include "project/engine.hpp"
#include "project/implementation.hpp"
#include "project/share_work.hpp"
#include "project/steps.hpp"
#include "script/revision_file.hpp"
#include "sql/offline.hpp"

#include <utility>

namespace alembicore {

namespace {

using sqlalchemy::revision_function;

std::string_view text_of(sql::statement const& statement) {
    switch (statement.kind) {
    case sql::statement_kind::leave_transaction:
        return "COMMIT";
    case sql::statement_kind::enter_transaction:
        return "BEGIN";
    case sql::statement_kind::sql:
        break;
    }
    return statement.text;
}

/// What a refusal says about how the direction is carried out.
evaluation_kind kind_of(errc refusal) {
    switch (refusal) {
    case errc::needs_database:
        return evaluation_kind::live;
    case errc::python_exception:
        return evaluation_kind::native;
    default:
        return evaluation_kind::python;
    }
}

inspected_direction
inspect_direction(project_body::evaluator& evaluator, std::string const& path, revision_function called) try {
    inspected_direction seen;
    sql::compiler compiler{sql::audience::server()};
    auto const operations = evaluator.evaluate(path, called);
    for (auto const& statement : project_body::compile(operations, compiler)) {
        if (!statement.remark.empty())
            seen.sql.emplace_back(statement.remark);
        seen.sql.emplace_back(text_of(statement));
    }
    for (auto const& operation : operations)
        seen.operations.push_back(operation::to_json(operation));
    return seen;

} catch (error const& refusal) {

    inspected_direction seen;
    seen.evaluation = kind_of(refusal.code());
    seen.refusal = refusal.info();
    return seen;
}

inspection inspect_revision(project_body::evaluator evaluator, revision const& wanted) {
    return {
        .revision = wanted.id,
        .path = wanted.path,
        .upgrade = inspect_direction(evaluator, wanted.path, revision_function::upgrade),
        .downgrade = inspect_direction(evaluator, wanted.path, revision_function::downgrade),
    };
}

/// How the scripts of one project are written.
struct rendering {
    sql::audience whom;
    sql::percent percent;
};

std::string render_direction(
    project_body::evaluator& evaluator, revision const& wanted, revision_function called, rendering const& how
) {
    sql::compiler compiler{how.whom};
    std::string text;
    for (auto const& statement : project_body::compile(evaluator.evaluate(wanted.path, called), compiler)) {
        if (!statement.remark.empty())
            text += std::string{statement.remark} + "\n\n";
        text += sql::render_offline(text_of(statement), how.percent) + "\n\n";
    }
    return text;
}

rendered_revision render_revision(project_body::evaluator& evaluator, revision const& wanted, rendering const& how) {
    rendered_revision rendered;
    rendered.revision = wanted.id;
    rendered.file = std::filesystem::path{wanted.path}.filename().string();
    auto const render = [&](revision_function called, std::optional<std::string>& text, auto& failure) {
        try {
            text = render_direction(evaluator, wanted, called, how);
        } catch (sqlalchemy::missing_function const&) {
            text.emplace(); // nothing is written of it
        } catch (error const& refusal) {
            failure = refusal.info();
        }
    };
    render(revision_function::upgrade, rendered.up, rendered.up_error);
    render(revision_function::downgrade, rendered.down, rendered.down_error);
    return rendered;
}

} // namespace

inspection project::inspect(std::string_view revision) const {
    auto const* const found = graph().find(revision);
    if (found == nullptr || found->ghost)
        throw error{
            errc::unknown_revision,
            "there is no file of revision '" + std::string{revision} + "'",
            "alembicore history lists the revisions"};
    return inspect_revision({settings(), implementation_->request, sqlalchemy::statement_target::server}, *found);
}

inspection project::inspect_file(std::filesystem::path const& file) const {
    auto read = script::load_revision(std::filesystem::absolute(file));
    for (auto const& finding : read.diagnostics)
        if (finding.severity == severity::error && read.id.empty())
            throw to_error(finding);
    return inspect_revision({settings(), implementation_->request, sqlalchemy::statement_target::server}, read);
}

std::vector<rendered_revision> project::render_all() const {
    rendering const how{
        .whom = sql::audience::script(settings().sqlalchemy_generation),
        .percent = settings().offline_percent_doubled ? sql::percent::doubled : sql::percent::plain};
    std::vector<revision const*> wanted;
    for (auto const& each : graph().revisions())
        if (!each.ghost)
            wanted.push_back(&each);
    std::vector<rendered_revision> rendered(wanted.size());
    project_body::share_work(wanted.size(), [&](project_body::work_source const& next) {
        project_body::evaluator evaluator{settings(), implementation_->request, sqlalchemy::statement_target::script};
        while (auto const at = next())
            rendered[*at] = render_revision(evaluator, *wanted[*at], how);
    });
    return rendered;
}

void project::render_script(plan const& decided, std::ostream& out, script_options const& options) const {
    bool const stamp = decided.direction == direction::stamp;
    if (!stamp && options.engine.value_or(settings().engine) == engine::python) {
        auto const wanted =
            project_engine::task_of(*this, {options.python, options.tag, {}, options.events, options.stop}, {});
        interpreter::write_script(decided, wanted, out);
        return;
    }
    require_decided_run(settings());
    migrate::write_script(
        decided,
        project_steps::source_of(
            *this, sql::audience::script(settings().sqlalchemy_generation), project_steps::questions::refused
        ),
        migrate::script_style_of(settings()),
        out
    );
}

void project::render_version_table(std::ostream& out) const {
    require_decided_run(settings());
    migrate::write_ensure_version(migrate::script_style_of(settings()), out);
}

} // namespace alembicore
