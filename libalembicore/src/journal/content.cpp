#include "journal/content.hpp"

#include "journal/ascii.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace alembicore::journal {

namespace {

namespace json = boost::json;

constexpr std::array<std::pair<run_kind, std::string_view>, 3> names_of_kinds{{
    {run_kind::revisions, "revisions"},
    {run_kind::sql_file, "sql_file"},
    {run_kind::undoing, "undoing"},
}};

std::string_view name_of(run_kind of) {
    return std::ranges::find(names_of_kinds, of, &std::pair<run_kind, std::string_view>::first)->second;
}

/// What wrote no kind ran revisions.
run_kind kind_called(std::string_view name) {
    auto const* const found = std::ranges::find(names_of_kinds, name, &std::pair<run_kind, std::string_view>::second);
    return found == names_of_kinds.end() ? run_kind::revisions : found->first;
}

json::array texts(std::vector<std::string> const& values) {
    json::array array;
    array.reserve(values.size());
    for (auto const& value : values)
        array.emplace_back(value);
    return array;
}

std::string_view name_of(direction of) {
    switch (of) {
    case direction::upgrade:
        return "upgrade";
    case direction::downgrade:
        return "downgrade";
    case direction::stamp:
        break;
    }
    return "stamp";
}

std::string_view name_of(outcome of) {
    switch (of) {
    case outcome::done:
        return "done";
    case outcome::failed:
        return "failed";
    case outcome::cancelled:
        return "cancelled";
    case outcome::unfinished:
        break;
    }
    return "unfinished";
}

error unreadable(std::string const& content) {
    error_info info;
    info.code = errc::journal_altered;
    info.message = "an entry of the journal cannot be read: " + content.substr(0, 200);
    info.reason = "it is not what any version of alembicore writes";
    info.remedy = "`alembicore journal verify` says which entries are not as they were written";
    return error{std::move(info)};
}

/// The members of one entry; what an older or newer version does not write is empty.
class members {
public:
    explicit members(std::string const& content) : content_{content} {
        boost::system::error_code failure;
        auto parsed = json::parse(content, failure);
        if (failure || !parsed.is_object())
            throw unreadable(content);
        object_ = std::move(parsed.as_object());
    }

    members(json::object object, std::string const& content) : content_{content}, object_{std::move(object)} {}

    [[nodiscard]] std::string text(std::string_view name) const {
        auto const* const value = object_.if_contains(name);
        return value != nullptr && value->is_string() ? std::string{value->as_string()} : std::string{};
    }

    [[nodiscard]] std::int64_t number(std::string_view name) const {
        auto const* const value = object_.if_contains(name);
        return value != nullptr && value->is_int64() ? value->as_int64() : 0;
    }

    [[nodiscard]] std::chrono::microseconds elapsed() const { return std::chrono::microseconds{number("elapsed_us")}; }

    [[nodiscard]] bool flag(std::string_view name) const {
        auto const* const value = object_.if_contains(name);
        return value != nullptr && value->is_bool() && value->as_bool();
    }

    [[nodiscard]] std::vector<std::string> list(std::string_view name) const {
        std::vector<std::string> all;
        each(name, [&](json::value const& value) {
            if (value.is_string())
                all.emplace_back(value.as_string());
        });
        return all;
    }

    template <typename Take>
    void each(std::string_view name, Take const& take) const {
        if (auto const* const value = object_.if_contains(name); value != nullptr && value->is_array())
            for (auto const& item : value->as_array())
                take(item);
    }

    [[nodiscard]] std::optional<members> inner(std::string_view name) const {
        auto const* const value = object_.if_contains(name);
        if (value == nullptr || !value->is_object())
            return std::nullopt;
        return members{value->as_object(), content_};
    }

    [[nodiscard]] direction kind() const {
        for (auto const each : {direction::upgrade, direction::downgrade, direction::stamp})
            if (text("direction") == name_of(each))
                return each;
        throw unreadable(content_);
    }

    [[nodiscard]] journal::outcome outcome() const {
        for (auto const each : {outcome::done, outcome::failed, outcome::cancelled})
            if (text("outcome") == name_of(each))
                return each;
        throw unreadable(content_);
    }

    [[nodiscard]] statement told() const {
        return {.sql = text("sql"), .elapsed = elapsed(), .finished = flag("finished")};
    }

private:
    std::string const& content_;
    json::object object_;
};

std::string written(json::object const& content) {
    return in_ascii(json::serialize(content));
}

json::object described(statement const& of) {
    return {{"sql", of.sql}, {"elapsed_us", of.elapsed.count()}, {"finished", of.finished}};
}

json::array described(std::vector<statement> const& statements) {
    json::array array;
    array.reserve(statements.size());
    for (auto const& each : statements)
        array.emplace_back(described(each));
    return array;
}

} // namespace

std::string render_start(recorded_run const& run) {
    return written(json::object{
        {"at", run.began},
        {"kind", name_of(run.kind)},
        {"direction", name_of(run.direction)},
        {"target", run.target},
        {"from", texts(run.from)},
        {"to", texts(run.to)},
        {"steps", run.planned_steps},
        {"os_user", run.by.os_user},
        {"host", run.by.host},
        {"database_user", run.by.database_user},
        {"authenticated_user", run.by.authenticated_user},
        {"engine", run.engine == engine::python ? "python" : "native"},
        {"version", run.version},
        {"backup", run.backup},
        {"fingerprint", run.fingerprint_before},
    });
}

std::string render_step_start(recorded_step const& step) {
    return written(json::object{
        {"at", step.at},
        {"revision", step.revision},
        {"direction", name_of(step.kind)},
        {"file", step.file},
        {"file_sha256", step.file_sha256},
        {"statement_count", step.statement_count},
        {"statements", described(step.statements)},
        {"in_transaction", step.in_transaction},
        {"finished", false},
    });
}

std::string render_step(recorded_step const& step) {
    return written(json::object{
        {"at", step.at},
        {"revision", step.revision},
        {"direction", name_of(step.kind)},
        {"elapsed_us", step.elapsed.count()},
        {"file", step.file},
        {"file_sha256", step.file_sha256},
        {"sql_sha256", step.sql_sha256},
        {"statement_count", step.statement_count},
        {"statements", described(step.statements)},
        {"notices", texts(step.notices)},
        {"in_transaction", step.in_transaction},
        {"finished", true},
    });
}

std::string render_statement(std::string const& revision, statement const& of) {
    auto object = described(of);
    object["revision"] = revision;
    return written(object);
}

std::string render_end(recorded_run const& run, std::string const& at) {
    json::object object{
        {"at", at},
        {"outcome", name_of(run.outcome)},
        {"elapsed_us", run.elapsed.count()},
        {"fingerprint", run.fingerprint_after},
    };
    if (run.failure)
        object["failure"] = json::object{
            {"code", run.failure->code},
            {"message", run.failure->message},
            {"revision", run.failure->revision},
            {"statement", run.failure->statement},
            {"sqlstate", run.failure->sqlstate},
            {"database_state", run.failure->database_state},
        };
    return written(object);
}

recorded_run parse_start(std::string const& content) {
    members const read{content};
    recorded_run run;
    run.kind = kind_called(read.text("kind"));
    run.direction = read.kind();
    run.target = read.text("target");
    run.from = read.list("from");
    run.to = read.list("to");
    run.planned_steps = static_cast<std::size_t>(read.number("steps"));
    run.by = {
        .os_user = read.text("os_user"),
        .host = read.text("host"),
        .database_user = read.text("database_user"),
        .authenticated_user = read.text("authenticated_user"),
    };
    run.began = read.text("at");
    run.engine = read.text("engine") == "python" ? engine::python : engine::native;
    run.version = read.text("version");
    run.backup = read.text("backup");
    run.fingerprint_before = read.text("fingerprint");
    return run;
}

void parse_end(std::string const& content, recorded_run& into) {
    members const read{content};
    into.outcome = read.outcome();
    into.elapsed = read.elapsed();
    into.fingerprint_after = read.text("fingerprint");
    if (auto const failure = read.inner("failure"))
        into.failure = recorded_failure{
            .code = failure->text("code"),
            .message = failure->text("message"),
            .revision = failure->text("revision"),
            .statement = failure->text("statement"),
            .sqlstate = failure->text("sqlstate"),
            .database_state = failure->text("database_state"),
        };
}

recorded_step parse_step(std::string const& content) {
    members const read{content};
    recorded_step step;
    step.revision = read.text("revision");
    step.kind = read.kind();
    step.at = read.text("at");
    step.elapsed = read.elapsed();
    step.file = read.text("file");
    step.file_sha256 = read.text("file_sha256");
    step.sql_sha256 = read.text("sql_sha256");
    step.statement_count = static_cast<std::size_t>(read.number("statement_count"));
    read.each("statements", [&](json::value const& value) {
        if (value.is_object())
            step.statements.push_back(members{value.as_object(), content}.told());
    });
    step.notices = read.list("notices");
    step.in_transaction = read.flag("in_transaction");
    step.finished = read.flag("finished");
    return step;
}

told_statement parse_statement(std::string const& content) {
    members const read{content};
    return {.revision = read.text("revision"), .told = read.told()};
}

} // namespace alembicore::journal
