#include "config/url_query.hpp"

#include "config/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace alembicore::config {

namespace {

/// What libpq takes in a connection string, up to PostgreSQL 18. Sorted.
constexpr std::array<std::string_view, 53> libpq_keywords{
    "application_name",
    "channel_binding",
    "client_encoding",
    "connect_timeout",
    "dbname",
    "fallback_application_name",
    "gssdelegation",
    "gssencmode",
    "gsslib",
    "host",
    "hostaddr",
    "keepalives",
    "keepalives_count",
    "keepalives_idle",
    "keepalives_interval",
    "krbsrvname",
    "load_balance_hosts",
    "max_protocol_version",
    "min_protocol_version",
    "oauth_client_id",
    "oauth_client_secret",
    "oauth_issuer",
    "oauth_scope",
    "options",
    "passfile",
    "password",
    "port",
    "replication",
    "require_auth",
    "requirepeer",
    "requiressl",
    "scram_client_key",
    "scram_server_key",
    "service",
    "servicefile",
    "ssl_max_protocol_version",
    "ssl_min_protocol_version",
    "sslcert",
    "sslcertmode",
    "sslcompression",
    "sslcrl",
    "sslcrldir",
    "sslkey",
    "sslkeylogfile",
    "sslmode",
    "sslnegotiation",
    "sslpassword",
    "sslrootcert",
    "sslsni",
    "target_session_attrs",
    "tcp_user_timeout",
    "tty",
    "user",
};

/// What concerns only the Python side of a driver: caches, cursors, client-side limits. Sorted.
constexpr std::array<std::string_view, 17> driver_keywords{
    "async_fallback",
    "async_creator_fn",
    "autocommit",
    "command_timeout",
    "cursor_factory",
    "executemany_mode",
    "max_cacheable_statement_size",
    "max_cached_statement_lifetime",
    "native_inet_types",
    "pool_size",
    "prepare_threshold",
    "prepared_statement_cache_size",
    "prepared_statement_name_func",
    "statement_cache_size",
    "tcp_keepalive",
    "timeout",
    "use_native_hstore",
};

bool is_libpq_keyword(std::string_view keyword) noexcept {
    return std::ranges::binary_search(libpq_keywords, keyword);
}

bool is_driver_keyword(std::string_view keyword) noexcept {
    return std::ranges::find(driver_keywords, keyword) != driver_keywords.end();
}

int hex_digit(char c) noexcept {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/// asyncpg says `ssl` where libpq says `sslmode`; psycopg2 says `database` for `dbname`.
std::pair<std::string, std::string> as_libpq(std::string const& keyword, std::string const& value) {
    if (keyword == "database")
        return {"dbname", value};
    if (keyword != "ssl")
        return {keyword, value};
    std::string const mode = lower(value);
    if (mode == "true" || mode == "1" || mode == "on")
        return {"sslmode", "require"};
    return {"sslmode", mode == "false" || mode == "0" || mode == "off" ? "disable" : value};
}

bool is_port(std::string_view text) noexcept {
    unsigned number = 0;
    auto const [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    return failure == std::errc{} && end == text.data() + text.size() && number >= 1 && number <= 65535;
}

bool is_host_name(std::string_view text) noexcept {
    return std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    });
}

std::string joined(std::vector<std::string> const& items) {
    std::string result;
    for (auto const& item : items)
        result += (&item == &items.front() ? "" : ",") + item;
    return result;
}

std::vector<std::string> strings(std::vector<std::string_view> const& views) {
    return {views.begin(), views.end()};
}

/// The two ways to name several servers: `host=a:1&host=b:2`, and `host=a,b&port=1,2`.
class server_list {
public:
    explicit server_list(url_parameters const& query) {
        std::vector<std::string> host_values;
        for (auto const& [keyword, value] : query) {
            if (keyword == "host")
                host_values.push_back(value);
            if (keyword == "port")
                for (auto const port : split(value, ','))
                    ports_given_.emplace_back(port);
        }
        if (host_values.size() > 1)
            for (auto const& value : host_values)
                add_server(value);
        else if (host_values.size() == 1)
            read_single(host_values.front());
    }

    [[nodiscard]] std::optional<query_problem> problem() const {
        if (mixed_ || (has_own_ports_ && !ports_given_.empty()))
            return query_problem{"its query mixes 'host=h1,h2&port=p1,p2' with 'host=h1:p1&host=h2:p2'"};
        auto const& ports = ports_given_.empty() ? ports_ : ports_given_;
        for (auto const& port : ports)
            if (!port.empty() && !is_port(port))
                return query_problem{"a port in its query is not a number from 1 to 65535"};
        std::size_t const hosts = std::max<std::size_t>(hosts_.size(), 1);
        if (ports.size() > 1 ? ports.size() != hosts : ports.size() == 1 && hosts > 1)
            return query_problem{"its query does not have as many ports as hosts"};
        return std::nullopt;
    }

    void apply(url_parameters& parameters) const {
        if (!hosts_.empty())
            set_parameter(parameters, "host", joined(hosts_));
        if (!ports_given_.empty())
            set_parameter(parameters, "port", joined(ports_given_));
        else if (has_own_ports_ || hosts_.size() > 1)
            set_parameter(parameters, "port", has_own_ports_ ? joined(ports_) : std::string{});
    }

private:
    void add_server(std::string const& text) {
        auto const colon = text.find(':');
        hosts_.push_back(text.substr(0, colon));
        ports_.push_back(colon == std::string::npos ? std::string{} : text.substr(colon + 1));
        has_own_ports_ = has_own_ports_ || !ports_.back().empty();
        mixed_ = mixed_ || text.find(',') != std::string::npos;
    }

    void read_single(std::string const& text) {
        auto const colon = text.find(':');
        bool const has_port = ports_given_.empty() && colon != std::string::npos &&
                              text.find(':', colon + 1) == std::string::npos && is_host_name(text.substr(0, colon));
        if (has_port)
            add_server(text);
        else
            hosts_ = strings(split(text, ','));
    }

    std::vector<std::string> hosts_;
    std::vector<std::string> ports_; ///< one for each host, where hosts bring their own
    std::vector<std::string> ports_given_;
    bool has_own_ports_ = false;
    bool mixed_ = false;
};

bool is_given_twice(url_parameters const& query, std::string const& keyword) {
    return std::ranges::count(query, keyword, &url_parameters::value_type::first) > 1;
}

} // namespace

std::string percent_decoded(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        int const high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
        int const low = high >= 0 ? hex_digit(text[i + 2]) : -1;
        result += low >= 0 ? static_cast<char>(high * 16 + low) : text[i];
        i += low >= 0 ? 2 : 0;
    }
    return result;
}

url_parameters parse_url_query(std::string_view text) {
    url_parameters result;
    for (auto const pair : split(text, '&')) {
        auto const equals = pair.find('=');
        if (equals == std::string_view::npos || equals + 1 == pair.size())
            continue;
        std::string plain{pair};
        std::ranges::replace(plain, '+', ' ');
        std::string_view const view = plain;
        result.emplace_back(percent_decoded(view.substr(0, equals)), percent_decoded(view.substr(equals + 1)));
    }
    return result;
}

void set_parameter(url_parameters& parameters, std::string_view keyword, std::string value) {
    auto const found = std::ranges::find(parameters, keyword, &url_parameters::value_type::first);
    if (value.empty() && found != parameters.end())
        parameters.erase(found);
    else if (found != parameters.end())
        found->second = std::move(value);
    else if (!value.empty())
        parameters.emplace_back(keyword, std::move(value));
}

std::optional<query_problem> apply_url_query(url_parameters const& query, url_parameters& parameters) {
    server_list const servers{query};
    if (auto problem = servers.problem())
        return problem;
    servers.apply(parameters);
    for (std::size_t i = 0; i < query.size(); ++i) {
        auto const& [given, value] = query[i];
        if (given == "host" || given == "port" || is_driver_keyword(given))
            continue;
        std::string const number = "keyword number " + std::to_string(i + 1) + " of its query ";
        auto const [keyword, libpq_value] = as_libpq(given, value);
        if (!is_libpq_keyword(keyword))
            return query_problem{number + "is none that libpq knows"};
        if (is_given_twice(query, given))
            return query_problem{number + "is given more than once"};
        set_parameter(parameters, keyword, libpq_value);
    }
    return std::nullopt;
}

} // namespace alembicore::config
