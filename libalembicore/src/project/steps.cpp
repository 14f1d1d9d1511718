#include "project/steps.hpp"

#include "base/file.hpp"
#include "project/body.hpp"
#include "project/implementation.hpp"
#include "project/live_body.hpp"
#include "script/run_comment.hpp"

#include <alembicore/error.hpp>

#include <memory>
#include <optional>
#include <utility>

namespace alembicore::project_steps {

namespace {

using operations = std::vector<operation::any_operation>;

/// The revisions of one run, in order: one compiler sees them all.
struct run_bodies {
    project opened;
    questions open;
    project_body::evaluator evaluator;
    sql::compiler compiler;
    std::shared_ptr<backup::effect_collector> effects;
    project_body::driver_types types{};
    bool live = false; ///< a step before has been left for its turn

    /// nullopt: the revision asks the database.
    [[nodiscard]] std::optional<operations> evaluate(step const& wanted, sqlalchemy::revision_function called) try {
        return evaluator.evaluate(wanted.path, called);

    } catch (error const& refusal) {

        if (refusal.code() != errc::needs_database || open == questions::refused)
            throw;
        return std::nullopt;
    }
};

sqlalchemy::revision_function function_of(step const& wanted) {
    return wanted.kind == direction::upgrade ? sqlalchemy::revision_function::upgrade
                                             : sqlalchemy::revision_function::downgrade;
}

/// What the compiler remembers of a live step is known only after it, so all that follow are compiled at their turn.
migrate::step_body compiled_later(std::shared_ptr<run_bodies> const& run, operations known) {
    auto rehearsal = run->compiler;
    (void)project_body::compile(known, rehearsal);
    return [run, known = std::move(known)](migrate::statement_sink& sink) {
        for (auto const& statement : project_body::compile(known, run->compiler))
            migrate::perform(statement, sink);
    };
}

/// A driver would connect before it, so what it creates is not known to the driver where a later step asks.
migrate::step_body before_live(std::shared_ptr<run_bodies> const& run, migrate::step_body body) {
    return [run, body = std::move(body)](migrate::statement_sink& sink) {
        if (run->live)
            run->types.learn(sink);
        body(sink);
    };
}

migrate::step_body body_of(std::shared_ptr<run_bodies> const& run, step const& wanted) {
    if (wanted.kind == direction::stamp)
        return migrate::body_of({});
    auto const called = function_of(wanted);
    auto known = run->evaluate(wanted, called);
    if (run->effects && known)
        run->effects->add(wanted.revision, *known);
    if (!known) {
        if (run->effects)
            run->effects->add_unknown(wanted.revision, "it asks the database while it runs");
        run->live = true;
        return [run, path = wanted.path, called](migrate::statement_sink& sink) {
            run->types.learn(sink);
            project_body::live_body database{run->compiler, sink, run->types};
            run->evaluator.run(path, called, database);
        };
    }
    if (run->live)
        return compiled_later(run, *std::move(known));
    return before_live(run, migrate::body_of(project_body::compile(*known, run->compiler)));
}

} // namespace

migrate::step_source source_of(
    project const& opened, sql::audience whom, questions open, std::shared_ptr<backup::effect_collector> effects
) {
    auto const target =
        open == questions::asked ? sqlalchemy::statement_target::server : sqlalchemy::statement_target::script;
    auto const run = std::make_shared<run_bodies>(run_bodies{
        opened,
        open,
        project_body::evaluator{opened.settings(), opened.internals().request, target},
        sql::compiler{whom},
        std::move(effects)});
    return [run](step const& wanted) { return body_of(run, wanted); };
}

statement_limits limits_of(step const& of) {
    if (of.path.empty() || of.kind == direction::stamp)
        return {};
    return script::read_run_comments(base::read_file(of.path), of.path);
}

} // namespace alembicore::project_steps
