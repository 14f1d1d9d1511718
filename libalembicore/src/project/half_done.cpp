// Finding out what is left of a revision that was stopped half-way, and running that.
#include <alembicore/half_done.hpp>

#include "base/file.hpp"
#include "journal/entry.hpp"
#include "journal/recorder.hpp"
#include "journal/shown_sql.hpp"
#include "migrate/rows.hpp"
#include "migrate/run.hpp"
#include "migrate/run_lock.hpp"
#include "project/attempts.hpp"
#include "project/begun_statement.hpp"
#include "project/decided.hpp"
#include "project/half_done_trail.hpp"
#include "project/steps.hpp"

#include <utility>

namespace alembicore {

namespace {

/// Takes a revision's statements instead of running them.
class gathering_sink : public migrate::statement_sink {
public:
    postgres::result run_statement(sql::statement const& statement) override {
        statements.push_back(statement);
        return {};
    }

    void leave_transaction() override {}

    void enter_transaction() override {}

    postgres::result ask(std::string const& query, postgres::connection::parameters const&) override {
        throw error{errc::needs_database, "what is left of the revision hangs on a question: " + query};
    }

    std::vector<sql::statement> statements;
};

/// Passes over what is done, and records that it is.
class skipping_sink : public migrate::statement_sink {
public:
    skipping_sink(migrate::statement_sink& to, std::vector<bool> const& done, journal::recorder& record)
        : to_(to), done_(done), record_(record) {}

    postgres::result run_statement(sql::statement const& statement) override {
        if (next_ == done_.size())
            return to_.run_statement(statement);
        if (done_[next_++])
            record_.add_statement(statement.text, {});
        return {};
    }

    void leave_transaction() override { to_.leave_transaction(); }

    void enter_transaction() override { to_.enter_transaction(); }

    postgres::result ask(std::string const& query, postgres::connection::parameters const& values) override {
        return to_.ask(query, values);
    }

private:
    migrate::statement_sink& to_;
    std::vector<bool> const& done_;
    journal::recorder& record_;
    std::size_t next_ = 0;
};

error_info obstacle(std::string message, std::string remedy) {
    error_info info;
    info.code = errc::bad_target;
    info.message = std::move(message);
    info.remedy = std::move(remedy);
    return info;
}

constexpr char const* by_hand = "finish it by hand as the statements say, then: alembicore stamp REVISION";

migrate::step_source evaluation(project const& of, postgres::connection const& for_server) {
    bool const plain = for_server.reported("standard_conforming_strings") != "off";
    return project_steps::source_of(
        of,
        sql::audience::server(plain ? sql::backslash::plain : sql::backslash::doubled),
        project_steps::questions::refused
    );
}

/// One half-done revision in full: what is told of it, and what is needed to finish it.
class examination {
public:
    examination(project const& of, database& in, project_half_done::trail left, plan decided)
        : opened_(of), connection_(in.connection()), left_(std::move(left)), decided_(std::move(decided)) {
        auto const& step = decided_.steps.front();
        told_.run = left_.run.number;
        told_.revision = step.revision;
        told_.kind = step.kind;
        told_.file = step.path;
        for (auto const& each : left_.step.statements)
            if (each.finished)
                told_.done.push_back(each.sql);
            else
                told_.begun = each.sql;
        examine();
    }

    [[nodiscard]] half_done_revision const& told() const noexcept { return told_; }

    [[nodiscard]] plan const& decided() const noexcept { return decided_; }

    /// Which of the first statements are to be passed over, given what became of `begun`.
    [[nodiscard]] std::vector<bool> passed_over(fate begun_fate) const {
        auto passed = matched_;
        if (told_.begun && begun_fate == fate::done)
            passed.push_back(true);
        return passed;
    }

private:
    void examine() {
        if (left_.run.engine == engine::python)
            return refuse("it ran under Python, statement by statement", by_hand);
        if (left_.step.statement_count > left_.step.statements.size())
            return refuse("it has more statements than the journal keeps", by_hand);
        if (journal::sha256(base::read_file(told_.file)) != left_.step.file_sha256)
            return refuse(
                told_.file + " is not the file that was run", "bring that one back: what is done is known of it alone"
            );
        try {
            gather();
        } catch (error const& failure) {
            told_.obstacle = failure.info();
            return;
        }
        match();
        look_at_begun();
    }

    void gather() {
        auto const source = evaluation(opened_, connection_);
        gathering_sink all;
        source(decided_.steps.front())(all);
        statements_ = std::move(all.statements);
    }

    /// A statement that hangs on a condition may have been left out.
    void match() {
        std::size_t known = 0;
        std::size_t next = 0;
        for (; next < statements_.size() && known < told_.done.size(); ++next) {
            bool const same = journal::shown_sql(statements_[next].text) == told_.done[known];
            if (!same && statements_[next].only_if.empty())
                break;
            known += same ? 1 : 0;
            matched_.push_back(same);
        }
        if (known != told_.done.size())
            return refuse("its file now gives other statements than those that were run", by_hand);
        if (told_.begun && next < statements_.size() && journal::shown_sql(statements_[next].text) == *told_.begun)
            begun_ = statements_[next++].text;
        else if (told_.begun)
            return refuse("its file now gives other statements than those that were run", by_hand);
        for (; next < statements_.size(); ++next)
            told_.left.push_back(statements_[next].text);
    }

    void look_at_begun() {
        if (!told_.begun || told_.obstacle)
            return;
        auto traces = project_half_done::traces_of(connection_, begun_);
        told_.leftover = std::move(traces.leftover);
        told_.begun_fate = traces.became;
        bool const refused_by_server = left_.run.failure && !left_.run.failure->sqlstate.empty();
        if (told_.begun_fate == fate::unknown && refused_by_server)
            told_.begun_fate = fate::not_done;
    }

    void refuse(std::string message, std::string remedy) {
        told_.obstacle = obstacle(
            "revision " + told_.revision + " cannot be finished from here: " + std::move(message), std::move(remedy)
        );
    }

    project const& opened_;
    postgres::connection& connection_;
    project_half_done::trail left_;
    plan decided_;
    half_done_revision told_;
    std::string begun_; ///< in full
    std::vector<sql::statement> statements_;
    std::vector<bool> matched_; ///< of the first statements: done, or left out
};

std::optional<examination> examine(project const& of, database& in) {
    require_decided_run(of.settings());
    auto left = project_half_done::find_trail(in);
    if (!left)
        return std::nullopt;
    auto decided = project_half_done::plan_of(
        of.graph(), *left, migrate::read_rows(in.connection(), migrate::version_table_of(of.settings()))
    );
    if (!decided)
        return std::nullopt;
    return std::optional<examination>{std::in_place, of, in, *std::move(left), *std::move(decided)};
}

fate decided_fate(half_done_revision const& of, fate said) {
    if (!of.begun || of.begun_fate != fate::unknown)
        return of.begun_fate;
    if (said == fate::unknown)
        throw error{obstacle(
            "nobody knows whether the statement that was stopped is done: " + *of.begun,
            "look, and say so: --begun done, or --begun not-done"
        )};
    return said;
}

} // namespace

std::optional<half_done_revision> find_half_done(project const& of, database& in) {
    auto const seen = examine(of, in);
    return seen ? std::optional{seen->told()} : std::nullopt;
}

run_report finish_half_done(
    project const& of, database& in, fate begun_fate, event_sink const& events, run_options const& options
) {
    auto const& known = of.settings();
    project_attempts::attempts one{blocker_policy::wait, options.stop, events};
    auto const told = one.events();
    migrate::run_lock const held{
        in.connection(),
        {.patience = options.lock_wait.value_or(known.lock_wait), .events = told, .stop = options.stop}};
    auto const seen = examine(of, in);
    if (!seen)
        throw error{obstacle("no revision is half done", "go on with: alembicore upgrade")};
    auto const& state = seen->told();
    if (state.obstacle)
        throw error{*state.obstacle};
    auto const passed = seen->passed_over(decided_fate(state, begun_fate));
    if (!state.leftover.empty())
        in.connection().execute("DROP INDEX CONCURRENTLY " + state.leftover, options.stop);
    journal::recorder record{
        in.connection(),
        journal::facts_of(seen->decided(), engine::native, options.authenticated_user),
        [&](diagnostic finding) { told(finding_made{std::move(finding)}); }};
    auto const source = evaluation(of, in.connection());
    auto const result = migrate::run_plan(
        in.connection(),
        {
            .decided = seen->decided(),
            .source = [&](step const& which) -> migrate::step_body {
                return [&, body = source(which)](migrate::statement_sink& sink) {
                    skipping_sink rest{sink, passed, record};
                    body(rest);
                };
            },
            .table = migrate::version_table_of(known),
            .transactions = options.transactions.value_or(known.transactions),
            .rows = migrate::present_rows::required,
            .events = told,
            .stop = options.stop,
            .limits = overridden(known.limits, options.limits),
            .limits_of_step = project_steps::limits_of,
            .on_blocked = options.on_blocked.value_or(known.on_blocked),
            .route = held.route(),
            .journal = &record,
        }
    );
    return one.summary(
        seen->decided(),
        {
            .plan = {},
            .steps_done = result.steps_done,
            .statements = result.statements,
            .elapsed = result.elapsed,
            .engine = engine::native,
            .engine_reason = "what is left of a revision",
            .journal_run = record.run(),
            .backup = {},
            .findings = {},
        }
    );
}

} // namespace alembicore
