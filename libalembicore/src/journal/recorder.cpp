#include "journal/recorder.hpp"

#include "base/file.hpp"
#include "journal/content.hpp"
#include "journal/here.hpp"
#include "journal/known_fingerprint.hpp"
#include "journal/shown_sql.hpp"
#include "journal/table.hpp"

#include <alembicore/version.hpp>

#include <filesystem>
#include <utility>

namespace alembicore::journal {

namespace {

constexpr std::size_t most_statements = 100;
constexpr std::size_t most_notices = 50;

/// Empty where it cannot be read: what runs was read before.
std::string hash_of_file(std::string const& path) {
    if (path.empty())
        return {};
    try {
        return sha256(base::read_file(path));
    } catch (error const& failure) {
        if (failure.code() == errc::not_available)
            throw;
        return {};
    }
}

recorded_failure failure_of(error_info const& why) {
    return {
        .code = std::string{name_of(why.code)},
        .message = why.message,
        .revision = why.revision,
        .statement = shown_sql(why.statement),
        .sqlstate = why.server ? why.server->sqlstate : std::string{},
        .database_state = why.database_state,
    };
}

diagnostic not_recorded(error_info const& why) {
    diagnostic finding;
    finding.severity = severity::warning;
    finding.code = why.code;
    finding.message = "the run is not recorded: the journal in the schema alembicore cannot be written (" +
                      (why.server ? why.server->message : why.message) + ")";
    finding.remedy =
        "let an administrator run CREATE SCHEMA alembicore AUTHORIZATION of this role, or write `journal = "
        "off` in [alembicore]";
    return finding;
}

} // namespace

recorded_run facts_of(plan const& decided, engine chosen, std::string authenticated_user) {
    recorded_run facts;
    facts.direction = decided.direction;
    facts.target = decided.target;
    facts.from = decided.from;
    facts.to = decided.heads_after;
    facts.planned_steps = decided.steps.size();
    facts.engine = chosen;
    facts.version = version();
    facts.by.os_user = os_user();
    facts.by.host = host_name();
    facts.by.authenticated_user = std::move(authenticated_user);
    return facts;
}

recorder::recorder(postgres::connection& in, recorded_run facts, finding_sink warn)
    : in_(&in), warn_(std::move(warn)), facts_(std::move(facts)) {
    try {
        auto opened = open(in);
        facts_.by.database_user = std::move(opened.database_user);
        end_ = sent_ = settled_ = std::move(opened.end);
        if (facts_.direction == direction::downgrade)
            expected_fingerprint_ = fingerprint_before_upgrade_from(in, facts_.to);
    } catch (error const& failure) {
        if (!in.usable())
            throw;
        give_up(failure.info());
    }
}

std::optional<std::int64_t> recorder::run() const noexcept {
    return run_ != 0 && settled_.number >= run_ ? std::optional{run_} : std::nullopt;
}

void recorder::begin() {
    if (!on())
        return;
    begin_run();
    write();
    settle();
}

void recorder::start_step(step const& begun) {
    if (!on())
        return;
    begin_run();
    step_ = open_step{};
    auto& record = step_->record;
    record.revision = begun.revision;
    record.kind = begun.kind;
    record.at = now();
    record.file = std::filesystem::path{begun.path}.filename().string();
    record.file_sha256 = hash_of_file(begun.path);
}

void recorder::add_statement(std::string const& sql, std::chrono::microseconds elapsed) {
    if (!on() || !step_)
        return;
    auto& record = step_->record;
    ++record.statement_count;
    step_->sql += sql;
    step_->sql += ";\n";
    statement told{.sql = shown_sql(sql), .elapsed = elapsed, .finished = true};
    bool const permanent = std::exchange(step_->statement_announced, false);
    if (permanent) {
        add(kind::statement_done, render_statement(record.revision, told));
        write();
        settle();
    }
    if (record.statements.size() < most_statements)
        record.statements.push_back(std::move(told));
    if (permanent)
        step_->told = record.statements.size();
}

void recorder::add_notice(server_message const& notice) {
    if (step_ && step_->record.notices.size() < most_notices)
        step_->record.notices.push_back(notice.severity + ": " + notice.message);
}

void recorder::finish_step(std::chrono::microseconds elapsed) {
    if (!on() || !step_)
        return;
    auto& record = step_->record;
    record.at = now();
    record.elapsed = elapsed;
    record.sql_sha256 = sha256(step_->sql);
    add(kind::step_done, render_step(record));
    step_.reset();
}

void recorder::announce_outside() {
    if (!on() || !step_)
        return;
    step_->record.in_transaction = false;
    auto const& record = step_->record;
    if (!std::exchange(step_->announced, true))
        add(kind::step_started, render_step_start(record));
    else
        for (auto i = step_->told; i < record.statements.size(); ++i)
            add(kind::statement_done, render_statement(record.revision, record.statements[i]));
    step_->told = record.statements.size();
}

void recorder::announce_statement(std::string const& sql) {
    if (!on() || !step_)
        return;
    announce_outside();
    step_->statement_announced = true;
    add(kind::statement_started,
        render_statement(step_->record.revision, {.sql = shown_sql(sql), .elapsed = {}, .finished = false}));
    write();
    settle();
}

void recorder::finish_run(std::chrono::microseconds elapsed, std::string fingerprint_after) {
    if (!on() || run_ == 0)
        return;
    auto ended = facts_;
    ended.outcome = outcome::done;
    ended.elapsed = elapsed;
    ended.fingerprint_after = std::move(fingerprint_after);
    add(kind::run_ended, render_end(ended, now()));
}

void recorder::fail_run(std::chrono::microseconds elapsed, error_info const& why) {
    if (!on() || !in_->usable())
        return;
    forget();
    begin_run();
    auto ended = facts_;
    ended.outcome = why.code == errc::cancelled ? outcome::cancelled : outcome::failed;
    ended.elapsed = elapsed;
    ended.failure = failure_of(why);
    add(kind::run_ended, render_end(ended, now()));
    write();
    settle();
}

void recorder::write() {
    if (!on() || unsent_.empty())
        return;
    try {
        insert(*in_, std::exchange(unsent_, {}));
        sent_ = end_;
    } catch (error const& failure) {
        if (!in_->usable())
            throw;
        give_up(failure.info());
    }
}

void recorder::settle() {
    settled_ = sent_;
}

void recorder::forget() {
    unsent_.clear();
    step_.reset();
    end_ = sent_ = settled_;
    if (settled_.number < run_)
        run_ = 0;
}

void recorder::begin_run() {
    if (run_ != 0)
        return;
    if (facts_.began.empty())
        facts_.began = now();
    run_ = end_.number + 1;
    add(kind::run_started, render_start(facts_));
}

void recorder::add(std::string_view kind, std::string content) {
    entry made{
        .number = end_.number + 1, .run = run_, .kind = std::string{kind}, .content = std::move(content), .hash = {}};
    made.hash = hash_of(made, end_.hash);
    end_ = {.number = made.number, .hash = made.hash};
    unsent_.push_back(std::move(made));
}

void recorder::give_up(error_info const& why) {
    in_ = nullptr;
    unsent_.clear();
    bool const told_by_the_run = why.code == errc::read_only_database;
    if (warn_ && !told_by_the_run)
        warn_(not_recorded(why));
}

} // namespace alembicore::journal
