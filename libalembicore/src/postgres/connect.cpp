#include "postgres/connect.hpp"

#include "postgres/failure.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>

#include <libpq-fe.h>

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
    connection_handle handle{::PQconnectStartParams(names.data(), values.data(), 0)};
    if (!handle)
        throw std::bad_alloc{};
    // The SQLSTATE of a refused connection is only to be had as part of the text.
    ::PQsetErrorVerbosity(handle.get(), PQERRORS_VERBOSE);
    return handle;
}

/// A connection option with everything taken into account: URL, environment, service file.
std::string effective_option(pg_conn* handle, std::string_view name) {
    std::unique_ptr<PQconninfoOption, decltype(&::PQconninfoFree)> const options{
        ::PQconninfo(handle), &::PQconninfoFree};
    for (auto const* option = options.get(); option != nullptr && option->keyword != nullptr; ++option)
        if (option->keyword == name && option->val != nullptr)
            return option->val;
    return {};
}

/// libpq applies connect_timeout only where it waits itself; here it is applied by us, for all hosts together.
std::optional<steady_time> deadline_of(pg_conn* handle, std::chrono::seconds fallback) {
    std::string const text = effective_option(handle, "connect_timeout");
    std::string const hosts = effective_option(handle, "host");
    auto seconds = fallback.count();
    std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (seconds <= 0)
        return std::nullopt;
    auto const host_count = std::ranges::count(hosts, ',') + 1;
    return std::chrono::steady_clock::now() + std::chrono::seconds{seconds * host_count};
}

error failed(pg_conn* handle, database_url const& url) {
    return error{connection_failure(
        {
            .message = ::PQerrorMessage(handle),
            .password_missing = ::PQconnectionNeedsPassword(handle) != 0,
            .timed_out = false,
        },
        url
    )};
}

error not_in_time(database_url const& url) {
    return error{connection_failure({.message = {}, .password_missing = false, .timed_out = true}, url)};
}

/// Goes through the hosts and the dialogue with the server.
void complete(pg_conn* handle, database_url const& url, wakeup const& waker, std::optional<steady_time> deadline) {
    auto wanted = interest::writing;
    for (;;) {
        auto const end = wait_for(::PQsocket(handle), wanted, waker, deadline);
        if (end == wait_end::timed_out)
            throw not_in_time(url);
        if (end == wait_end::woken)
            throw error{errc::cancelled, "connecting to " + url.masked() + " was cancelled"};
        switch (::PQconnectPoll(handle)) {
        case PGRES_POLLING_OK:
            return;
        case PGRES_POLLING_FAILED:
            throw failed(handle, url);
        case PGRES_POLLING_READING:
            wanted = interest::reading;
            break;
        default:
            wanted = interest::writing;
            break;
        }
    }
}

} // namespace

void handle_deleter::operator()(pg_conn* handle) const noexcept {
    ::PQfinish(handle);
}

std::vector<std::pair<std::string, std::string>> connection_parameters(database_url const& url) {
    parameter_list list = url.parameters;
    set_parameter(list, "client_encoding", "UTF8"); // what all our texts are
    list.emplace_back("fallback_application_name", "alembicore");
    return list;
}

connection_handle open_connection(database_url const& url, connect_options const& options, wakeup const& waker) {
    auto handle = start_connection(connection_parameters(url));
    if (::PQstatus(handle.get()) == CONNECTION_BAD)
        throw failed(handle.get(), url);
    std::stop_callback const wake{options.stop, [&] { waker.signal(); }};
    complete(handle.get(), url, waker, deadline_of(handle.get(), options.timeout));
    ::PQsetErrorVerbosity(handle.get(), PQERRORS_DEFAULT);
    return handle;
}

} // namespace alembicore::postgres
