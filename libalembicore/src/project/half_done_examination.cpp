#include "project/half_done_examination.hpp"

#include "base/file.hpp"
#include "journal/entry.hpp"
#include "journal/shown_sql.hpp"
#include "migrate/rows.hpp"
#include "migrate/version_table.hpp"
#include "project/begun_statement.hpp"
#include "project/decided.hpp"
#include "project/steps.hpp"
#include "project/taking_back.hpp"

#include <utility>

namespace alembicore::project_half_done {

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

constexpr char const* by_hand = "finish it by hand as the statements say, then: alembicore stamp REVISION";

} // namespace

error_info obstacle(std::string message, std::string remedy) {
    error_info info;
    info.code = errc::bad_target;
    info.message = std::move(message);
    info.remedy = std::move(remedy);
    return info;
}

migrate::step_source evaluation(project const& of, postgres::connection const& for_server) {
    bool const plain = for_server.reported("standard_conforming_strings") != "off";
    return project_steps::source_of(
        of,
        sql::audience::server(plain ? sql::backslash::plain : sql::backslash::doubled),
        project_steps::questions::refused
    );
}

examination::examination(project const& of, database& in, trail left, plan decided)
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

std::vector<bool> examination::passed_over(fate begun_fate) const {
    auto passed = matched_;
    if (told_.begun && begun_fate == fate::done)
        passed.push_back(true);
    return passed;
}

std::vector<std::string> examination::permanent(fate begun_fate) const {
    std::vector<std::string> statements;
    for (std::size_t i = 0; i < matched_.size(); ++i)
        if (matched_[i])
            statements.push_back(statements_[i].text);
    if (told_.begun && begun_fate == fate::done)
        statements.push_back(begun_);
    return statements;
}

void examination::examine() {
    find_out();
    if (told_.obstacle) {
        told_.undo_obstacle = told_.obstacle;
        return;
    }
    look_at_undoing();
    if (left_.undoing)
        refuse("it has begun to be taken back", "go on with that: alembicore resume --undo");
}

/// What is there of it.
void examination::find_out() {
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

void examination::gather() {
    auto const source = evaluation(opened_, connection_);
    gathering_sink all;
    source(decided_.steps.front())(all);
    statements_ = std::move(all.statements);
}

/// A statement that hangs on a condition may have been left out.
void examination::match() {
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

void examination::look_at_begun() {
    if (!told_.begun || told_.obstacle)
        return;
    auto traces = traces_of(connection_, begun_);
    told_.leftover = std::move(traces.leftover);
    told_.begun_fate = traces.became;
    bool const refused_by_server = left_.run.failure && !left_.run.failure->sqlstate.empty();
    if (told_.begun_fate == fate::unknown && refused_by_server)
        told_.begun_fate = fate::not_done;
}

/// How it could be taken back, as far as it is known what is there.
void examination::look_at_undoing() {
    auto const back = take_back(connection_, permanent(told_.begun_fate), told_.leftover);
    for (auto const& each : back.statements)
        told_.undo.push_back(each.text);
    if (!back.obstacle.empty())
        told_.undo_obstacle =
            obstacle("revision " + told_.revision + " cannot be taken back: " + back.obstacle, "finish it instead");
}

void examination::refuse(std::string message, std::string remedy) {
    told_.obstacle = obstacle(
        "revision " + told_.revision + " cannot be finished from here: " + std::move(message), std::move(remedy)
    );
}

std::optional<examination> examine(project const& of, database& in) {
    require_decided_run(of.settings());
    auto left = find_trail(in);
    if (!left)
        return std::nullopt;
    auto decided =
        plan_of(of.graph(), *left, migrate::read_rows(in.connection(), migrate::version_table_of(of.settings())));
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

} // namespace alembicore::project_half_done
