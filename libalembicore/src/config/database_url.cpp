#include <alembicore/database_url.hpp>

#include "base/file.hpp"
#include "config/text.hpp"
#include "config/url_query.hpp"

#include <alembicore/error.hpp>

#include <boost/url/encode.hpp>
#include <boost/url/grammar/lut_chars.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

namespace alembicore {

namespace {

/// A URL cut into its pieces, each still as written.
struct url_pieces {
    std::string_view dialect;
    std::string_view driver;
    std::optional<std::string_view> user;
    std::optional<std::string_view> password;
    std::string_view servers; ///< `host`, `host:port`, `[v6]:port`, `host1:port1,host2:port2`
    std::string_view database;
    std::string_view query;
};

struct server {
    std::string host;
    std::string port;
};

constexpr std::array<std::string_view, 11> other_dialects{
    "mysql",
    "mariadb",
    "sqlite",
    "oracle",
    "mssql",
    "cockroachdb",
    "redshift",
    "snowflake",
    "bigquery",
    "clickhouse",
    "duckdb",
};

error bad_url(std::string_view source, std::string reason, std::string remedy = {}) {
    error_info info;
    info.code = errc::bad_database_url;
    info.message = "the database URL" + (source.empty() ? "" : " of " + std::string{source}) + " cannot be used";
    info.reason = std::move(reason);
    info.remedy = remedy.empty() ? "write postgresql://USER:PASSWORD@HOST:PORT/DATABASE, with '%40' for '@', '%2F' for "
                                   "'/' and '%25' for '%' in user and password"
                                 : std::move(remedy);
    return error{std::move(info)};
}

/// Takes the text up to the first of `stops` off the front.
std::string_view take_until(std::string_view& text, std::string_view stops) {
    auto const part = text.substr(0, text.find_first_of(stops));
    text.remove_prefix(part.size());
    return part;
}

void take_scheme(std::string_view& rest, url_pieces& pieces, std::string_view source) {
    auto const end = rest.find("://");
    if (end == std::string_view::npos)
        throw bad_url(source, "it does not begin with postgresql://");
    std::string_view const scheme = rest.substr(0, end);
    auto const plus = scheme.find('+');
    pieces.dialect = scheme.substr(0, plus);
    pieces.driver = plus == std::string_view::npos ? std::string_view{} : scheme.substr(plus + 1);
    rest.remove_prefix(end + 3);
}

/// A password may hold anything but '@', which ends it, '/' and '?' included; a user name without a password may hold
/// '@'.
void take_user(std::string_view& rest, url_pieces& pieces) {
    auto const name = rest.substr(0, rest.find_first_of(":/"));
    if (auto const at = rest.find('@', name.size()); rest.substr(name.size()).starts_with(':') && at != rest.npos) {
        pieces.user = name;
        pieces.password = rest.substr(name.size() + 1, at - name.size() - 1);
        rest.remove_prefix(at + 1);
    } else if (auto const last = name.rfind('@'); last != name.npos) {
        pieces.user = name.substr(0, last);
        rest.remove_prefix(last + 1);
    }
}

url_pieces split_url(std::string_view rest, std::string_view source) {
    url_pieces pieces;
    take_scheme(rest, pieces, source);
    take_user(rest, pieces);
    pieces.servers = take_until(rest, "/?");
    if (rest.starts_with('/')) {
        rest.remove_prefix(1);
        pieces.database = take_until(rest, "?");
    }
    if (rest.starts_with('?'))
        pieces.query = rest.substr(1);
    return pieces;
}

void require_postgresql(url_pieces const& pieces, std::string_view source) {
    if (pieces.dialect == "postgresql" || pieces.dialect == "postgres")
        return;
    // Only a known name is repeated: anything else may be a part of a password.
    auto const* const known = std::ranges::find(other_dialects, pieces.dialect);
    throw bad_url(
        source,
        (known != other_dialects.end() ? "it is for " + std::string{*known} : "it names another kind of database") +
            "; alembicore is for PostgreSQL",
        "give the URL of a PostgreSQL database, which begins with postgresql://"
    );
}

server parse_server(std::string_view text, std::string_view source) {
    server result;
    std::string_view port;
    if (text.starts_with('[')) {
        auto const end = text.find(']');
        if (end == std::string_view::npos || !(text.substr(end + 1).empty() || text[end + 1] == ':'))
            throw bad_url(source, "the brackets around its IPv6 address do not match");
        result.host = text.substr(1, end - 1);
        if (auto const zone = result.host.find("%25"); zone != std::string::npos)
            result.host.erase(zone + 1, 2);
        port = text.substr(end + 1);
    } else {
        auto const colon = std::min(text.find(':'), text.size());
        result.host = config::percent_decoded(text.substr(0, colon));
        port = text.substr(colon);
    }
    if (!port.empty())
        result.port = port.substr(1);
    if (result.host.find('@') != std::string::npos)
        throw bad_url(source, "it has a second '@'");
    return result;
}

void check_port(std::string const& port, std::string_view source) {
    unsigned number = 0;
    auto const [end, failure] = std::from_chars(port.data(), port.data() + port.size(), number);
    bool const is_number = failure == std::errc{} && end == port.data() + port.size();
    if (!port.empty() && !(is_number && number >= 1 && number <= 65535))
        throw bad_url(source, "its port is not a number from 1 to 65535");
}

/// `a,b:5432` is SQLAlchemy's: one port for all. `a:1,b:2` is libpq's: each its own.
void add_servers(std::string_view text, config::url_parameters& parameters, std::string_view source) {
    std::string hosts;
    std::string ports;
    bool const one_port = text.find('[') == text.npos && text.find(':') >= text.rfind(',');
    auto const parts = text.rfind(',') == text.npos ? std::vector{text} : config::split(text, ',');
    for (std::size_t i = 0; i < parts.size(); ++i) {
        server const each = parse_server(parts[i], source);
        check_port(each.port, source);
        hosts += (i == 0 ? "" : ",") + each.host;
        ports += (i == 0 || one_port ? "" : ",") + each.port;
    }
    config::set_parameter(parameters, "host", std::move(hosts));
    if (ports.find_first_not_of(',') != std::string::npos)
        config::set_parameter(parameters, "port", std::move(ports));
}

void check_text(config::url_parameters const& parameters, std::string_view source) {
    for (auto const& [keyword, value] : parameters)
        if (value.find('\0') != std::string::npos || base::find_invalid_utf8(value) != std::string::npos)
            throw bad_url(source, "its " + keyword + " is not valid text after percent-decoding");
}

std::string encoded(std::string_view text, char const* also_kept = "") {
    return boost::urls::encode(text, boost::urls::unreserved_chars + boost::urls::grammar::lut_chars{also_kept});
}

bool is_secret(std::string_view keyword) {
    static constexpr std::array<std::string_view, 5> secrets{
        "password", "sslpassword", "oauth_client_secret", "scram_client_key", "scram_server_key"};
    return std::ranges::find(secrets, keyword) != secrets.end();
}

std::string masked_query(config::url_parameters query) {
    std::ranges::sort(query);
    std::string result;
    for (auto const& [keyword, value] : query) {
        result += result.empty() ? '?' : '&';
        std::string text = is_secret(keyword) ? "***" : encoded(value, " ");
        std::ranges::replace(text, ' ', '+');
        result += encoded(keyword) + '=' + text;
    }
    return result;
}

} // namespace

database_url parse_database_url(std::string_view text, std::string source) {
    url_pieces const pieces = split_url(config::strip(text), source);
    require_postgresql(pieces, source);
    database_url url;
    url.driver = pieces.driver;
    add_servers(pieces.servers, url.parameters, source);
    config::set_parameter(url.parameters, "user", config::percent_decoded(pieces.user.value_or("")));
    config::set_parameter(url.parameters, "password", config::percent_decoded(pieces.password.value_or("")));
    config::set_parameter(url.parameters, "dbname", std::string{pieces.database});
    if (auto const problem = config::apply_url_query(config::parse_url_query(pieces.query), url.parameters))
        throw bad_url(source, problem->reason, "leave it out, or give a keyword of libpq's connection strings");
    check_text(url.parameters, source);
    url.source = std::move(source);
    url.text = config::strip(text);
    return url;
}

std::string database_url::masked() const {
    config::url_parameters query;
    std::string user, password, host, port, database;
    for (auto const& [keyword, value] : parameters) {
        if (keyword == "user")
            user = encoded(value, " +");
        else if (keyword == "password")
            password = ":***";
        else if (keyword == "host" && value.find_first_of(",/") == value.npos)
            host = value.find(':') == value.npos ? value : '[' + value + ']';
        else if (keyword == "port" && value.find(',') == value.npos)
            port = ':' + value;
        else if (keyword == "dbname")
            database = '/' + value;
        else
            query.emplace_back(keyword, value);
    }
    std::string const account = user.empty() && password.empty() ? "" : user + password + '@';
    return "postgresql" + (driver.empty() ? "" : '+' + driver) + "://" + account + host + port + database +
           masked_query(std::move(query));
}

} // namespace alembicore
