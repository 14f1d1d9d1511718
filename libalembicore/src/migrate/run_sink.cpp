#include "migrate/run_sink.hpp"

#include "migrate/fingerprint.hpp"
#include "migrate/rows.hpp"
#include "sql/identifier.hpp"

#include <utility>

namespace alembicore::migrate {

namespace {

std::chrono::microseconds since(std::chrono::steady_clock::time_point begun) {
    return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begun);
}

std::optional<source_place> place_of(step const& of) {
    if (of.path.empty())
        return std::nullopt;
    return source_place{.file = of.path, .line = 0, .column = 0, .excerpt = {}};
}

} // namespace

run_sink::run_sink(
    postgres::connection& on, run_request const& request, std::vector<statement_limits> const& step_limits
)
    : connection_(on), request_(request), step_limits_(step_limits),
      journal_(request.journal != nullptr ? *request.journal : unrecorded_),
      watch_(on, {.policy = request.on_blocked, .limits = request.limits, .events = request.events}, request.route) {
    progress_.committed_rows = progress_.open_rows = request.decided.from;
}

void run_sink::begin() {
    stop_if_asked();
    transaction_.emplace(connection_, render_opening(request_.limits));
    progress_.outside_transaction = false;
    if (std::exchange(rows_checked_, true))
        return lock_table(connection_, request_.table, request_.stop);
    look_before();
    check_rows();
}

void run_sink::commit() {
    stop_if_asked();
    record_open_work();
    transaction_.value().commit();
    transaction_.reset();
    note_commit();
    journal_.settle();
    tell_findings();
}

void run_sink::need_version_table() {
    ensure_table(connection_, request_.table);
}

void run_sink::start_step(step const& started, std::size_t index) {
    step_begun_ = clock::now();
    step_statements_ = 0;
    progress_.start(started);
    step_ = &started;
    index_ = index;
    watch_.set_revision(started.revision);
    journal_.start_step(started);
    limit(step_limits_[index], limited_part::reach::transaction);
    tell(step_started{index, request_.decided.steps.size(), started});
}

postgres::result run_sink::run_statement(sql::statement const& statement) {
    postgres::result answer;
    try {
        if (!is_wanted(statement))
            return answer;
        look_before(statement);
        tell(statement_started{step_->revision, statement.text});
        if (progress_.outside_transaction)
            journal_.announce_statement(statement.text);
        auto const sent = clock::now();
        answer = connection_.execute(statement.text, request_.stop);
        journal_.add_statement(statement.text, since(sent));
    } catch (error& failure) {
        note_own_commit();
        failure.info().place = statement.place.file.empty() ? place_of(*step_) : statement.place;
        throw;
    }
    ++step_statements_;
    ++result_.statements;
    note_own_commit();
    progress_.open_work = true;
    if (progress_.outside_transaction)
        note_commit();
    return answer;
}

postgres::result run_sink::ask(std::string const& query, postgres::connection::parameters const& values) {
    return connection_.execute(query, values, request_.stop);
}

void run_sink::leave_transaction() {
    journal_.announce_outside();
    commit();
    progress_.outside_transaction = true;
    limited_.reset(); // ended with its transaction
    // Behind a pooler the setting would stay in a session that is somebody else's next.
    if (request_.route == lock_watch::route::direct)
        limit(overridden(request_.limits, step_limits_[index_]), limited_part::reach::session);
}

void run_sink::enter_transaction() {
    take_back_limits();
    begin();
    limit(step_limits_[index_], limited_part::reach::transaction);
}

void run_sink::change_row(row_change const& change) {
    stop_if_asked();
    apply_change(connection_, request_.table, change);
}

void run_sink::finish_step(step const& finished, std::size_t index) {
    take_back_limits();
    progress_.finish(finished);
    ++result_.steps_done;
    auto const elapsed = since(step_begun_);
    journal_.finish_step(elapsed);
    if (progress_.outside_transaction)
        note_commit();
    tell(step_done{index, finished, elapsed, step_statements_});
}

void run_sink::explain(error_info& failure) {
    transaction_.reset();
    watch_.explain(failure);
    if (failure.revision.empty())
        failure.revision = failed_revision();
    if (failure.code == errc::cancelled && request_.stop.stop_requested())
        failure.message = "stopped by request";
    failure.connection_usable = connection_.usable();
    failure.database_state = describe_state(progress_, failure.code);
    try {
        if (progress_.outside_transaction)
            take_back_limits();
        journal_.fail_run(since(begun_), failure);
        if (remains().partly_done && connection_.usable()) {
            findings_ = left_unfinished();
            tell_findings();
        }
    } catch (error const&) {
        failure.connection_usable = connection_.usable(); // lost meanwhile; what is to be told is the first failure
    }
}

run_remains run_sink::remains() const {
    return {committed_, progress_.committed_rows, progress_.partly_committed || progress_.outside_transaction};
}

/// A COMMIT that fails belongs to the one revision that it is about.
std::string run_sink::failed_revision() const {
    bool const between = progress_.current.empty() && progress_.open_steps.size() == 1;
    return between ? progress_.open_steps.front() : progress_.current;
}

void run_sink::limit(statement_limits const& limits, limited_part::reach how_far) {
    if (limits.lock_timeout || limits.statement_timeout)
        limited_.emplace(connection_, limits, how_far);
}

void run_sink::take_back_limits() {
    if (limited_)
        limited_->take_back();
    limited_.reset();
}

bool run_sink::is_complete() const noexcept {
    return result_.steps_done == request_.decided.steps.size();
}

void run_sink::look_before() {
    // What the way back is compared with; to take it on both sides of every run would cost as much as a small run.
    if (journal_.on() && request_.decided.direction == direction::upgrade)
        journal_.set_fingerprint_before(fingerprint_of_schema(connection_, request_.table, request_.stop));
}

void run_sink::look_before(sql::statement const& statement) {
    if (!health_ && can_leave_unfinished(statement.text))
        health_ = read_schema_health(connection_);
}

std::vector<diagnostic> run_sink::left_unfinished() {
    return health_ ? findings_between(*health_, read_schema_health(connection_)) : std::vector<diagnostic>{};
}

/// To be told once it is permanent.
void run_sink::look_after() {
    findings_ = left_unfinished();
    if (!journal_.on())
        return;
    auto const& expected = journal_.expected_fingerprint();
    auto const fingerprint =
        expected.empty() ? std::string{} : fingerprint_of_schema(connection_, request_.table, request_.stop);
    if (!fingerprint.empty() && fingerprint != expected)
        findings_.push_back(not_the_schema_before(request_.decided.heads_after));
    journal_.finish_run(since(begun_), fingerprint);
}

void run_sink::tell_findings() {
    for (auto const& each : std::exchange(findings_, {}))
        tell(finding_made{each});
}

/// In a transaction that takes nothing any more, its COMMIT tells what is wrong.
void run_sink::record_open_work() {
    if (connection_.in_failed_transaction())
        return;
    if (is_complete())
        look_after();
    journal_.write();
}

void run_sink::note_commit() {
    progress_.commit();
    committed_ = result_;
}

/// A revision may say COMMIT itself. What follows is then permanent statement by statement, as under psycopg2.
void run_sink::note_own_commit() {
    if (!connection_.has_committed())
        return;
    progress_.open_work = true;
    note_commit();
    progress_.outside_transaction = !connection_.in_transaction();
    if (!progress_.outside_transaction)
        return;
    journal_.announce_outside();
    journal_.write();
    journal_.settle();
}

/// Some statements hang on a question that only the server can answer.
bool run_sink::is_wanted(sql::statement const& statement) {
    if (statement.only_if.empty())
        return true;
    auto const answer = connection_.execute(statement.only_if, request_.stop);
    return answer.row_count() == 1 && answer.value(0, 0) == "t";
}

void run_sink::check_rows() {
    if (request_.decided.from.empty())
        ensure_table(connection_, request_.table);
    auto rows = lock_and_read_rows(connection_, request_.table, request_.stop);
    if (request_.rows == present_rows::purged) {
        progress_.committed_rows = std::move(rows);
        connection_.execute("DELETE FROM " + sql::quote(request_.table.name));
        return;
    }
    require_rows(std::move(rows), request_.decided.from, request_.table);
}

void run_sink::stop_if_asked() const {
    if (request_.stop.stop_requested())
        throw error{errc::cancelled, "stopped by request"};
}

void run_sink::tell(event const& happened) const {
    if (request_.events)
        request_.events(happened);
}

} // namespace alembicore::migrate
