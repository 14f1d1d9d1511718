#include "postgres/connect.hpp"

#include "postgres/failure.hpp"
#include "postgres/libpq.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace alembicore::postgres {

namespace {

using parameter_list = std::vector<std::pair<std::string, std::string>>;

void set_parameter(parameter_list& list, std::string const& name, std::string value) {
    auto const found = std::ranges::find(list, name, &parameter_list::value_type::first);
    if (found == list.end())
        list.emplace_back(name, std::move(value));
    else
        found->second = std::move(value);
}

connection_handle start_connection(parameter_list const& parameters) {
    std::vector<char const*> names;
    std::vector<char const*> values;
    for (auto const& [name, value] : parameters) {
        names.push_back(name.c_str());
        values.push_back(value.c_str());
    }
    names.push_back(nullptr);
    values.push_back(nullptr);
    connection_handle handle{libpq().PQconnectStartParams(names.data(), values.data(), 0)};
    if (!handle)
        throw std::bad_alloc{};
    // The SQLSTATE of a refused connection is only to be had as part of the text.
    libpq().PQsetErrorVerbosity(handle.get(), PQERRORS_VERBOSE);
    return handle;
}

/// A connection option with everything taken into account: URL, environment, service file.
std::string effective_option(pg_conn* handle, std::string_view name) {
    std::unique_ptr<PQconninfoOption, decltype(&::PQconninfoFree)> const options{
        libpq().PQconninfo(handle), libpq().PQconninfoFree};
    for (auto const* option = options.get(); option != nullptr && option->keyword != nullptr; ++option)
        if (option->keyword == name && option->val != nullptr)
            return option->val;
    return {};
}

/// libpq applies connect_timeout only where it waits itself; here it is applied by us, for all hosts together.
std::optional<std::chrono::seconds> patience_of(pg_conn* handle, std::chrono::seconds fallback) {
    std::string const text = effective_option(handle, "connect_timeout");
    std::string const hosts = effective_option(handle, "host");
    auto seconds = fallback.count();
    std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (seconds <= 0)
        return std::nullopt;
    auto const host_count = std::ranges::count(hosts, ',') + 1;
    return std::chrono::seconds{seconds * host_count};
}

steady_time now() {
    return std::chrono::steady_clock::now();
}

/// Goes through the hosts and the dialogue with the server.
wait_end advance(dialogue& with_server, wakeup const& waker, std::optional<steady_time> until) {
    while (with_server.awaited) {
        auto const end = wait_for(libpq().PQsocket(with_server.handle.get()), *with_server.awaited, waker, until);
        if (end != wait_end::ready)
            return end;
        switch (libpq().PQconnectPoll(with_server.handle.get())) {
        case PGRES_POLLING_OK:
        case PGRES_POLLING_FAILED:
            with_server.awaited.reset();
            break;
        case PGRES_POLLING_READING:
            with_server.awaited = interest::reading;
            break;
        default:
            with_server.awaited = interest::writing;
            break;
        }
    }
    return wait_end::ready;
}

dialogue begin_dialogue(parameter_list const& parameters, std::chrono::seconds timeout) {
    dialogue begun{.handle = start_connection(parameters), .patience = {}};
    if (libpq().PQstatus(begun.handle.get()) == CONNECTION_BAD)
        begun.awaited.reset();
    static_cast<void>(advance(begun, wakeup{}, now()));
    begun.patience = patience_of(begun.handle.get(), timeout);
    return begun;
}

error failed(pg_conn* handle, database_url const& url) {
    return error{connection_failure(
        {
            .message = libpq().PQerrorMessage(handle),
            .password_missing = libpq().PQconnectionNeedsPassword(handle) != 0,
            .timed_out = false,
        },
        url
    )};
}

error not_in_time(database_url const& url) {
    return error{connection_failure({.message = {}, .password_missing = false, .timed_out = true}, url)};
}

} // namespace

void handle_deleter::operator()(pg_conn* handle) const noexcept {
    libpq().PQfinish(handle);
}

std::vector<std::pair<std::string, std::string>> connection_parameters(database_url const& url) {
    parameter_list list = url.parameters;
    set_parameter(list, "client_encoding", "UTF8"); // what all our texts are
    list.emplace_back("fallback_application_name", "alembicore");
    return list;
}

pending_connection::pending_connection() {
    begun_ = std::async(std::launch::async, [asked = asked_.get_future()]() mutable {
        static_cast<void>(libpq());
        auto const to = asked.get();
        return begin_dialogue(to.parameters, to.timeout);
    });
}

void pending_connection::begin(database_url url, std::chrono::seconds timeout) {
    url_ = std::move(url);
    asked_.set_value({connection_parameters(url_), timeout});
}

connection_handle pending_connection::wait(std::stop_token const& stop) {
    dialogue begun = begun_.get();
    wakeup const waker;
    std::stop_callback const wake{stop, [&] { waker.signal(); }};
    auto const end = advance(begun, waker, begun.patience ? std::optional{now() + *begun.patience} : std::nullopt);
    if (end == wait_end::timed_out)
        throw not_in_time(url_);
    if (end == wait_end::woken)
        throw error{errc::cancelled, "connecting to " + url_.masked() + " was cancelled"};
    if (libpq().PQstatus(begun.handle.get()) != CONNECTION_OK)
        throw failed(begun.handle.get(), url_);
    libpq().PQsetErrorVerbosity(begun.handle.get(), PQERRORS_DEFAULT);
    return std::move(begun.handle);
}

} // namespace alembicore::postgres
