#include "rehearsal/rehearse.hpp"

#include "catalog/definition.hpp"
#include "interpreter/run.hpp"
#include "migrate/rows.hpp"
#include "migrate/run_lock.hpp"
#include "postgres/connection.hpp"
#include "project/decided.hpp"
#include "project/engine.hpp"
#include "project/steps.hpp"
#include "rehearsal/left_over.hpp"
#include "rehearsal/python_trial.hpp"
#include "rehearsal/scratch_copy.hpp"
#include "rehearsal/transactions.hpp"
#include "rehearsal/trial.hpp"

#include <alembicore/error.hpp>

#include <algorithm>
#include <utility>

namespace alembicore::rehearsal {

namespace {

using clock = std::chrono::steady_clock;

/// Whether this says that the plan fails, rather than that it could not be tried.
bool is_of_plan(errc code) noexcept {
    return code == errc::statement_failed || code == errc::python_exception || code == errc::version_mismatch ||
           code == errc::read_only_database;
}

/// What the way back may be refused for: it is then known not to be one, for this engine.
bool ends_way_back(errc code) noexcept {
    return is_of_plan(code) || code == errc::not_evaluable || code == errc::evaluation_limit ||
           code == errc::not_available;
}

/// One rehearsal of a project, on whatever database.
class rehearsing {
public:
    /// `given`: what the steps do, where they are no revisions.
    rehearsing(project const& of, plan const& decided, options const& how, migrate::step_source given = {})
        : of_{of}, decided_{decided}, how_{how}, given_{std::move(given)}, table_{migrate::version_table_of(of.settings(
                                                                           ))} {
        made_.place = how.place;
        made_.rows = how.rows;
        made_.plan = decided;
    }

    void on_scratch(database& target) {
        scratch_copy copy{target, table_, how_};
        migrate::require_rows(copy.version_rows(), decided_.from, table_);
        made_.fingerprint_before = catalog::fingerprint(without_versions(copy.original()));
        made_.copy_differs = catalog::difference(copy.original(), catalog::read(copy.made(), {}, how_.stop));
        auto& in = copy.made().connection();
        real_transactions cut{in};
        auto const decision = choose(in, decided_);
        made_.engine = decision.chosen.engine;
        made_.engine_reason = decision.chosen.reason;
        if (made_.engine == engine::python)
            try_in_python(in, decision.chosen);
        else
            try_natively(in, cut, decision.source);
        add_live_sizes(copy.original());
    }

    void on_target(database& target) {
        auto const original = catalog::read(target, {}, how_.stop);
        made_.fingerprint_before = catalog::fingerprint(without_versions(original));
        postgres::connection own{target.connection().url(), {.stop = how_.stop}};
        migrate::run_lock const held{
            own, {.patience = of_.settings().lock_wait, .events = how_.events, .stop = how_.stop}};
        auto const decision = choose(own, decided_);
        if (decision.chosen.engine == engine::python)
            throw needs_python(decision.chosen);
        auto const numbers = sequence_values(target, original);
        {
            one_transaction cut{own, "BEGIN; SET LOCAL lock_timeout = " + std::to_string(how_.lock_timeout.count())};
            if (decided_.from.empty())
                migrate::ensure_table(own, table_);
            migrate::require_rows(migrate::lock_and_read_rows(own, table_, how_.stop), decided_.from, table_);
            try_natively(own, cut, decision.source);
        }
        made_.sequences_advanced = advanced(numbers, sequence_values(target, original), original);
        add_live_sizes(original);
    }

    [[nodiscard]] report take() && { return std::move(made_); }

private:
    [[nodiscard]] catalog::snapshot without_versions(catalog::snapshot from) const {
        std::erase_if(from.tables, [&](auto const& each) { return is_version_table(each.name, table_); });
        return from;
    }

    [[nodiscard]] migrate::step_source source_for(postgres::connection const& in) const {
        bool const plain = in.reported("standard_conforming_strings") != "off";
        return project_steps::source_of(
            of_,
            sql::audience::server(plain ? sql::backslash::plain : sql::backslash::doubled),
            project_steps::questions::asked
        );
    }

    [[nodiscard]] project_engine::decision choose(postgres::connection const& in, plan const& wanted) const {
        if (given_)
            return {
                .chosen = {.engine = engine::native, .reason = "SQL", .revision = {}, .construct = {}},
                .source = given_};
        return project_engine::choose(of_.settings(), wanted, of_.settings().engine, source_for(in));
    }

    [[nodiscard]] migrate::transaction_scope scope() const {
        return migrate::scope_of(how_.transactions.value_or(of_.settings().transactions));
    }

    [[nodiscard]] interpreter::task task_of(engine_chosen const& why, event_sink events) const {
        return project_engine::task_of(of_, {{}, {}, how_.transactions, std::move(events), how_.stop}, why);
    }

    static error needs_python(engine_chosen const& why) {
        return error{
            errc::not_available,
            "the plan needs Python (" + why.reason + "), which commits by itself",
            "rehearse on a scratch database (--on scratch)"};
    }

    void try_natively(postgres::connection& in, transactions& cut, migrate::step_source const& source) {
        trial there{in, cut, {.table = table_, .events = how_.events, .stop = how_.stop}};
        bool const done = walk(there, decided_, source, made_.failure);
        made_.steps = there.steps();
        if (!done)
            return;
        auto const& schemas = there.schemas();
        if (schemas.empty()) {
            made_.fingerprint_after = made_.fingerprint_before;
            return;
        }
        made_.fingerprint_after = catalog::fingerprint(schemas.back());
        made_.changes = catalog::difference(schemas.front(), schemas.back());
        if (!given_)
            go_back(in, cut, schemas);
    }

    /// False where the plan fails, which is then said.
    bool walk(trial& there, plan const& wanted, migrate::step_source const& source, std::optional<error_info>& failed) {
        try {
            migrate::walk(wanted, migrate::prepare(wanted, source), scope(), there);
            return true;
        } catch (error& failure) {
            there.explain(failure.info());
            if (!is_of_plan(failure.code()) || !failure.info().connection_usable)
                throw;
            failed = failure.info();
            return false;
        }
    }

    void go_back(postgres::connection& in, transactions& cut, std::vector<catalog::snapshot> const& schemas) {
        auto const back = undoing(decided_);
        trial there{in, cut, {.table = table_, .events = {}, .stop = how_.stop}};
        auto& way = made_.way_back;
        try {
            bool const done = walk(there, back, source_for(in), way.failure);
            way.verdict = done ? verdict::returns : verdict::fails;
        } catch (error const& refusal) {
            if (!ends_way_back(refusal.code()))
                throw;
            way.failure = refusal.info();
            way.verdict = verdict::fails;
        }
        way.steps = there.steps();
        compare_back(schemas, there.schemas());
    }

    void compare_back(std::vector<catalog::snapshot> const& there, std::vector<catalog::snapshot> const& back) {
        auto& way = made_.way_back;
        way.undone = left_over_by_step(decided_, there, back);
        if (way.verdict != verdict::returns)
            return;
        way.left_over = catalog::difference(there.front(), back.back());
        if (!way.left_over.empty())
            way.verdict = verdict::differs;
    }

    void try_in_python(postgres::connection& in, engine_chosen const& why) {
        auto const before = read_schema(in, table_, how_.stop);
        if (!run_in_python(in, decided_, why, how_.events, made_.steps, made_.failure))
            return;
        auto const after = read_schema(in, table_, how_.stop);
        made_.fingerprint_after = catalog::fingerprint(after);
        made_.changes = catalog::difference(before, after);
        auto& way = made_.way_back;
        auto back = undoing(decided_);
        back.target = decided_.from.empty() ? "base" : decided_.from.front();
        bool const done = run_in_python(in, back, why, {}, way.steps, way.failure);
        way.verdict = done ? verdict::returns : verdict::fails;
        compare_back({before, after}, {after, read_schema(in, table_, how_.stop)});
    }

    bool run_in_python(
        postgres::connection& in,
        plan const& wanted,
        engine_chosen const& why,
        event_sink events,
        std::vector<step>& steps,
        std::optional<error_info>& failed
    ) const {
        python_steps heard{std::move(events)};
        bool done = true;
        try {
            interpreter::run_plan(in, wanted, task_of(why, std::ref(heard)));
        } catch (error const& failure) {
            if (!is_of_plan(failure.code()))
                throw;
            failed = failure.info();
            done = false;
        }
        steps = std::move(heard).take();
        return done;
    }

    void add_live_sizes(catalog::snapshot const& live) {
        for (auto& step : made_.steps)
            for (auto& statement : step.statements)
                for (auto& each : statement.rewrites)
                    add_live_size(each, live);
    }

    static void add_live_size(rewrite& into, catalog::snapshot const& live) {
        auto const table = std::ranges::find(live.tables, into.relation, &catalog::table::name);
        if (into.kind == relation_kind::table && table != live.tables.end()) {
            into.live_size = table->statistics.size;
            if (table->statistics.rows >= 0)
                into.live_rows = table->statistics.rows;
        }
        if (into.kind != relation_kind::index)
            return;
        for (auto const& each : live.tables)
            for (auto const& index : each.indexes)
                if (each.name.schema == into.relation.schema && index.name == into.relation.object)
                    into.live_size = index.size;
    }

    static std::vector<std::string> sequence_values(database& of, catalog::snapshot const& schema) {
        std::vector<std::string> values;
        for (auto const& each : schema.sequences) {
            auto const answer =
                of.connection().execute("SELECT last_value || ' ' || is_called FROM " + catalog::quoted(each.name));
            values.emplace_back(answer.value(0, 0).value_or(""));
        }
        return values;
    }

    static std::vector<catalog::name> advanced(
        std::vector<std::string> const& before, std::vector<std::string> const& after, catalog::snapshot const& schema
    ) {
        std::vector<catalog::name> names;
        for (std::size_t at = 0; at < before.size(); ++at)
            if (before[at] != after[at])
                names.push_back(schema.sequences[at].name);
        return names;
    }

    project const& of_;
    plan const& decided_;
    options const& how_;
    migrate::step_source given_;
    migrate::version_table table_;
    report made_;
};

report run(rehearsing work, database& target, place where) {
    auto const begun = clock::now();
    if (where == place::target)
        work.on_target(target);
    else
        work.on_scratch(target);
    auto made = std::move(work).take();
    made.elapsed = std::chrono::duration_cast<std::chrono::microseconds>(clock::now() - begun);
    return made;
}

void require_beginning(project const& of, database& target) {
    if (target.connection().in_transaction())
        throw error{errc::bad_usage, "a rehearsal has transactions of its own, and one is open already"};
    require_decided_run(of.settings());
}

} // namespace

report rehearse(project const& of, database& target, plan const& decided, options const& how) {
    require_beginning(of, target);
    return run(rehearsing{of, decided, how}, target, how.place);
}

report rehearse_statements(
    project const& of, database& target, plan const& decided, migrate::step_source source, options const& how
) {
    require_beginning(of, target);
    return run(rehearsing{of, decided, how, std::move(source)}, target, how.place);
}

} // namespace alembicore::rehearsal
