#include "rehearsal/trial.hpp"

#include "catalog/reading.hpp"
#include "migrate/rows.hpp"
#include "postgres/transaction.hpp"

#include <alembicore/error.hpp>

#include <algorithm>
#include <charconv>
#include <utility>

namespace alembicore::rehearsal {

namespace {

using clock = std::chrono::steady_clock;

std::int64_t number_in(postgres::result const& answer) {
    std::int64_t number = 0;
    auto const text = answer.value(0, 0).value_or("");
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

std::int64_t written_log(postgres::connection& in) {
    return number_in(in.execute("SELECT pg_catalog.pg_current_wal_insert_lsn() - '0/0'::pg_catalog.pg_lsn"));
}

/// As `only_if` of a statement says.
bool is_wanted(postgres::connection& in, sql::statement const& wanted, std::stop_token const& stop) {
    if (wanted.only_if.empty())
        return true;
    auto const answer = in.execute(wanted.only_if, stop);
    return answer.row_count() == 1 && answer.value(0, 0) == "t";
}

} // namespace

bool is_version_table(catalog::name const& name, migrate::version_table const& table) {
    return name.object == table.name.name.text && (!table.name.schema || name.schema == table.name.schema->text);
}

catalog::snapshot
read_schema(postgres::connection& from, migrate::version_table const& table, std::stop_token const& stop) {
    constexpr char const* plain_names = "SET LOCAL search_path = ''; SET LOCAL jit = off";
    catalog::snapshot read;
    if (from.in_transaction()) {
        from.execute(std::string{"SAVEPOINT alembicore_look; "} + plain_names);
        read = catalog::read_moment(from, {}, stop);
        from.execute("ROLLBACK TO SAVEPOINT alembicore_look; RELEASE SAVEPOINT alembicore_look");
    } else {
        postgres::transaction const moment{from, std::string{"BEGIN; "} + plain_names};
        read = catalog::read_moment(from, {}, stop);
    }
    std::erase_if(read.tables, [&](auto const& each) { return is_version_table(each.name, table); });
    return read;
}

trial::trial(postgres::connection& in, transactions& cut, trial_request request)
    : connection_{in}, cut_{cut}, request_{std::move(request)}, first_{observe(in)}, last_{first_}, known_{first_} {}

void trial::begin() {
    cut_.begin();
    look();
}

void trial::commit() {
    cut_.commit();
    look();
}

void trial::need_version_table() {
    migrate::ensure_table(connection_, request_.table);
}

void trial::start_step(alembicore::step const& started, std::size_t) {
    if (schemas_.empty())
        schemas_.push_back(read_schema(connection_, request_.table, request_.stop));
    steps_.push_back({.direction = started.kind, .revision = started.revision, .doc = started.doc});
    revision_ = started.revision;
    path_ = started.path;
    if (request_.events)
        request_.events(step_started{steps_.size() - 1, 0, started});
    look();
}

void trial::change_row(row_change const& change) {
    migrate::apply_change(connection_, request_.table, change);
}

void trial::finish_step(alembicore::step const& finished, std::size_t index) {
    schemas_.push_back(read_schema(connection_, request_.table, request_.stop));
    auto& done = steps_.back();
    done.changes = catalog::difference(schemas_[schemas_.size() - 2], schemas_.back());
    for (auto const& each : done.statements)
        done.elapsed += each.elapsed;
    revision_.clear();
    if (request_.events)
        request_.events(step_done{index, finished, done.elapsed, done.statements.size()});
}

postgres::result trial::run_statement(sql::statement const& wanted) {
    try {
        if (!is_wanted(connection_, wanted, request_.stop))
            return {};
        cut_.check(wanted.text);
        if (request_.events)
            request_.events(statement_started{revision_, wanted.text});
        auto const log = written_log(connection_);
        auto const begun = clock::now();
        auto answer = connection_.execute(wanted.text, request_.stop);
        auto const elapsed = std::chrono::duration_cast<std::chrono::microseconds>(clock::now() - begun);
        note(answer, wanted, elapsed, written_log(connection_) - log);
        return answer;
    } catch (error& failure) {
        if (!failure.info().place && !wanted.place.file.empty())
            failure.info().place = wanted.place;
        throw;
    }
}

void trial::leave_transaction() {
    cut_.leave();
    look();
}

void trial::enter_transaction() {
    begin();
}

postgres::result trial::ask(std::string const& query, postgres::connection::parameters const& values) {
    return connection_.execute(query, values, request_.stop);
}

void trial::explain(error_info& failure) const {
    if (failure.revision.empty())
        failure.revision = revision_;
    if (!failure.place && !path_.empty() && !revision_.empty())
        failure.place = source_place{.file = path_, .line = 0, .column = 0, .excerpt = {}};
}

void trial::note(
    postgres::result const& answer, sql::statement const& ran, std::chrono::microseconds elapsed, std::int64_t wal
) {
    auto const before = std::exchange(last_, observe(connection_));
    auto changed = difference(before, last_, first_, known_);
    add_sizes(changed.rewrites, changed.rewritten);
    steps_.back().statements.push_back(
        {.sql = ran.text,
         .command = std::string{answer.command()},
         .rows = answer.counted(),
         .elapsed = elapsed,
         .wal = wal,
         .in_transaction = connection_.in_transaction(),
         .locks = std::move(changed.locks),
         .rewrites = std::move(changed.rewrites)}
    );
    for (auto const& [oid, one] : last_)
        if (!one.name.object.empty())
            known_.insert_or_assign(oid, one);
}

void trial::add_sizes(std::vector<rewrite>& rewrites, std::vector<std::int64_t> const& oids) {
    for (std::size_t at = 0; at < rewrites.size(); ++at) {
        auto const answer =
            connection_.execute("SELECT pg_catalog.pg_relation_size(" + std::to_string(oids[at]) + "::pg_catalog.oid)");
        rewrites[at].size = number_in(answer);
    }
}

/// What has happened between two statements is nobody's.
void trial::look() {
    last_ = observe(connection_);
}

} // namespace alembicore::rehearsal
