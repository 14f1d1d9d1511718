#include "postgres/failure.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace alembicore::postgres {

namespace {

/// What is known about a SQLSTATE, or about all that begin with these characters (appendix A of the manual).
struct known_state {
    std::string_view prefix;
    errc code;
    bool retryable;
    std::string_view remedy;
};

constexpr std::array statement_states{
    known_state{"08", errc::connection_lost, true, "check the network and the server, then run again"},
    known_state{"57P01", errc::connection_lost, true, "run again once the server accepts connections"},
    known_state{"57P02", errc::connection_lost, true, "run again once the server has recovered"},
    known_state{"57P03", errc::connection_lost, true, "run again once the server accepts connections"},
    known_state{"57P05", errc::connection_lost, true, "raise idle_session_timeout, then run again"},
    known_state{"57014", errc::cancelled, true, ""},
    known_state{
        "25006",
        errc::read_only_database,
        false,
        "connect to the primary server, with a user and database that do not set default_transaction_read_only"},
    known_state{"42501", errc::statement_failed, false, "connect as the owner, or grant this user the right"},
    known_state{"40001", errc::statement_failed, true, "run again"},
    known_state{"40P01", errc::statement_failed, true, "run again; the other session has finished by then"},
    known_state{"55P03", errc::statement_failed, true, "run again when the other session is done"},
    known_state{"53", errc::statement_failed, true, "give the server more room (see its message), then run again"},
    known_state{"25001", errc::statement_failed, false, "put it into `with op.get_context().autocommit_block():`"},
};

constexpr std::array connection_states{
    known_state{"28", errc::authentication_failed, false, "correct user and password, or the server's pg_hba.conf"},
    known_state{"3D000", errc::connection_failed, false, "create the database, or name another one in the URL"},
    known_state{"42501", errc::connection_failed, false, "grant this user CONNECT on the database"},
    known_state{"53300", errc::connection_failed, true, "close other connections, or raise the limit, then try again"},
    known_state{"57P03", errc::connection_failed, true, "try again in a moment"},
};

template <std::size_t Size>
known_state const* find_state(std::array<known_state, Size> const& states, std::string_view sqlstate) {
    auto const found =
        std::ranges::find_if(states, [&](known_state const& state) { return sqlstate.starts_with(state.prefix); });
    return found == states.end() ? nullptr : &*found;
}

std::string statement_message(errc code, server_message const& said) {
    switch (code) {
    case errc::connection_lost:
        return "the connection to the server was lost";
    case errc::cancelled:
        return "the statement was cancelled";
    case errc::read_only_database:
        return "the database accepts no changes: " + said.message;
    default:
        return "a statement failed: " + said.message;
    }
}

/// Offset of the SQLSTATE in a line such as `… FATAL:  28P01: …`; npos when there is none.
std::size_t find_sqlstate(std::string_view line) {
    auto const is_code = [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); };
    for (auto at = line.find(":  "); at != std::string_view::npos; at = line.find(":  ", at + 1)) {
        auto const code = line.substr(at + 3, 5);
        if (code.size() == 5 && std::ranges::all_of(code, is_code) && line.substr(at + 8).starts_with(": "))
            return at + 3;
    }
    return std::string_view::npos;
}

std::string severity_before(std::string_view line, std::size_t code) {
    auto const words = line.substr(0, code - 3);
    auto const blank = words.rfind(' ');
    return std::string{blank == std::string_view::npos ? words : words.substr(blank + 1)};
}

/// Puts one line of a verbose message into the field it belongs to.
void add_line(server_message& message, std::string_view line) {
    auto const after = [&](std::string_view name) {
        return line.starts_with(name) ? std::string{line.substr(name.size())} : std::string{};
    };
    if (auto const code = find_sqlstate(line); code != std::string_view::npos) {
        message = server_message{};
        message.severity = severity_before(line, code);
        message.sqlstate = line.substr(code, 5);
        message.message = line.substr(code + 7);
    } else if (auto detail = after("DETAIL:  "); !detail.empty())
        message.detail = std::move(detail);
    else if (auto hint = after("HINT:  "); !hint.empty())
        message.hint = std::move(hint);
    else if (message.sqlstate.empty() && !line.empty())
        message.message += (message.message.empty() ? "" : "\n") + std::string{line};
}

std::string parameter(database_url const& url, std::string_view name) {
    auto const found = std::ranges::find(url.parameters, name, &std::pair<std::string, std::string>::first);
    return found == url.parameters.end() ? std::string{} : found->second;
}

void explain_unreached(error_info& info, failed_attempt const& attempt) {
    info.reason = attempt.timed_out ? "no answer in time" : info.server->message;
    info.remedy = "start the server, or correct host and port in the URL";
    info.retryable = true;
    info.server.reset();
}

} // namespace

error_info statement_failure(server_message said, std::string statement, connection_state after) {
    known_state const* const known = find_state(statement_states, said.sqlstate);
    error_info info;
    info.code = known != nullptr ? known->code : errc::statement_failed;
    if (after == connection_state::lost)
        info.code = errc::connection_lost;
    info.connection_usable = info.code != errc::connection_lost;
    info.retryable = info.code == errc::connection_lost || (known != nullptr && known->retryable);
    info.message = statement_message(info.code, said);
    if (known != nullptr)
        info.remedy = known->remedy;
    else if (info.code == errc::connection_lost)
        info.remedy = "check the network and the server's log, then run again";
    info.statement = std::move(statement);
    if (said.sqlstate.empty())
        info.reason = std::move(said.message); // libpq's own words
    else
        info.server = std::move(said);
    return info;
}

server_message parse_verbose_message(std::string_view text) {
    server_message message;
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        while (line.starts_with('\t'))
            line.remove_prefix(1);
        add_line(message, line);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return message;
}

std::string without_password(std::string text, database_url const& url) {
    std::string const password = parameter(url, "password");
    // A password that is also a name in the URL may stand there as that name.
    bool const is_a_name =
        std::ranges::count(url.parameters, password, &std::pair<std::string, std::string>::second) > 1;
    if (password.empty() || is_a_name)
        return text;
    for (auto at = text.find(password); at != std::string::npos; at = text.find(password, at + 3))
        text.replace(at, password.size(), "***");
    return text;
}

error_info connection_failure(failed_attempt const& attempt, database_url const& url) {
    error_info info;
    info.server = parse_verbose_message(without_password(attempt.message, url));
    info.connection_usable = false;
    info.code = errc::connection_failed;
    known_state const* const known = find_state(connection_states, info.server->sqlstate);
    if (attempt.password_missing) {
        info.code = errc::authentication_failed;
        info.remedy = "put a password into the URL, PGPASSWORD or ~/.pgpass";
        info.reason = "the server asks for a password and none is given";
        info.server.reset();
    } else if (known != nullptr) {
        info.code = known->code;
        info.retryable = known->retryable;
        info.remedy = known->remedy;
    } else if (info.server->sqlstate.empty())
        explain_unreached(info, attempt);
    bool const refused = info.code == errc::authentication_failed;
    info.message = (refused ? "the server does not accept the login to " : "cannot connect to ") + url.masked();
    if (!url.source.empty())
        info.message += " (the URL of " + url.source + ")";
    return info;
}

} // namespace alembicore::postgres
