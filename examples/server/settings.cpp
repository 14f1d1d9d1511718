#include "settings.hpp"

#include <alembicore/error.hpp>

#include <boost/asio/ip/address.hpp>
#include <boost/program_options/options_description.hpp>
#include <boost/program_options/parsers.hpp>
#include <boost/program_options/variables_map.hpp>

#include <toml++/toml.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <fstream>
#include <optional>
#include <sstream>

namespace alembicore::server {

namespace {

namespace options = boost::program_options;

constexpr char const* default_file = "alembicore-server.toml";

/// What may also be said by the environment and the file, under this name.
struct setting {
    char const* name;
    char const* meaning;
};

constexpr setting single[]{
    {"address", "IP address to listen on (127.0.0.1)"},
    {"port", "port to listen on (3000); 0 = a free one"},
    {"database-url", "the database, instead of the project's"},
    {"web", "folder with the files of the page"},
    {"users", "file with those who may log in"},
    {"tls-certificate", "PEM file with the certificate of the server, and those that lead to a root"},
    {"tls-key", "PEM file with its key"},
    {"audit-log", "file that gets a line for every change and every refused attempt"},
    {"requests-per-second", "of one client (100 where there is a login, else 0); ten times as many at once; 0 = any"},
    {"jwt-secret", "file with the secret of bearer tokens that are signed by HS256"},
    {"jwt-public-key", "PEM file with the RSA key of bearer tokens that are signed by RS256"},
    {"jwt-keys", "JWKS file with the keys of bearer tokens"},
    {"jwt-issuer", "who has issued them (iss)"},
    {"jwt-audience", "for whom they were issued (aud)"},
    {"jwt-user-claim", "the claim that names the user (sub)"},
    {"jwt-role-claim", "the claim that has the role (role), also as realm_access.roles"},
    {"prefix", "path below which a proxy has put the server: /migrations"},
    {"shutdown-wait", "seconds that a run may go on when the server is to end (10); then it is rolled back"},
};

constexpr setting several[]{
    {"host-name", "a name that people reach the server by, as behind a proxy; repeatable"},
    {"cors-origin", "another site whose pages may read answers; repeatable"},
    {"trusted-proxy", "address or network of a proxy that says for whom it asks; repeatable"},
    {"config", "alembic.ini or pyproject.toml; repeatable"},
};

constexpr setting flags[]{
    {"read-only", "refuse every change, whoever asks"},
    {"production", "mark the database as one for production: who migrates or restores it types its name"},
};

constexpr char const* user_command = "user";

options::options_description described() {
    options::options_description all{"Options"};
    auto add = all.add_options();
    for (auto const& each : single)
        add(each.name, options::value<std::string>()->value_name("VALUE"), each.meaning);
    for (auto const& each : several)
        add(std::string{each.name == std::string_view{"config"} ? "config,c" : each.name}.c_str(),
            options::value<std::vector<std::string>>()->value_name("VALUE"),
            each.meaning);
    for (auto const& each : flags)
        add(each.name, options::value<std::string>()->implicit_value("true")->zero_tokens(), each.meaning);
    add("settings", options::value<std::string>()->value_name("FILE"), "TOML file with these settings");
    add("version", "print the version");
    add("help,h", "print this");
    return all;
}

/// `host-name` is ALEMBICORE_SERVER_HOST_NAME, and `host_name` in the file.
std::string variable_of(std::string_view name) {
    std::string variable = "ALEMBICORE_SERVER_";
    for (char const c : name)
        variable += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return variable;
}

std::string key_of(std::string name) {
    std::ranges::replace(name, '-', '_');
    return name;
}

bool is_list(std::string_view name) {
    return std::ranges::any_of(several, [&](setting const& each) { return name == each.name; });
}

/// `a,b`, as the environment has lists.
std::vector<std::string> split(std::string const& text) {
    std::vector<std::string> items;
    std::istringstream from{text};
    for (std::string item; std::getline(from, item, ',');)
        items.push_back(item);
    return items;
}

/// Where the settings are looked up, one after the other.
class sources {
public:
    sources(options::variables_map given, std::map<std::string, std::string> const& environment)
        : given_(std::move(given)), environment_(environment) {
        read_file();
    }

    [[nodiscard]] std::vector<std::string> all(char const* name) const {
        if (given_.count(name) != 0) {
            if (auto const* list = boost::any_cast<std::vector<std::string>>(&given_[name].value()))
                return *list;
            return {given_[name].as<std::string>()};
        }
        if (auto const found = environment_.find(variable_of(name)); found != environment_.end())
            return is_list(name) ? split(found->second) : std::vector{found->second};
        return in_file(name);
    }

    [[nodiscard]] std::optional<std::string> one(char const* name) const {
        auto const values = all(name);
        return values.empty() ? std::nullopt : std::optional{values.back()};
    }

    [[nodiscard]] bool flag(char const* name) const {
        auto const text = one(name).value_or("false");
        if (text != "true" && text != "false" && text != "1" && text != "0")
            throw error{errc::bad_usage, "'" + text + "' is nothing for " + name, "give true or false"};
        return text == "true" || text == "1";
    }

private:
    void read_file() {
        bool const named = given_.count("settings") != 0;
        auto const path = named ? given_["settings"].as<std::string>() : std::string{default_file};
        if (!named && !std::filesystem::exists(path))
            return;
        try {
            file_ = toml::parse_file(path);
        } catch (toml::parse_error const& wrong) {
            std::ostringstream reason;
            reason << wrong.description() << ", line " << wrong.source().begin.line;
            error failed{errc::bad_configuration, "the settings in " + path + " cannot be read", "correct the file"};
            failed.info().reason = reason.str();
            throw failed;
        }
        refuse_unknown_keys(path);
    }

    void refuse_unknown_keys(std::string const& path) const {
        for (auto const& [key, value] : file_) {
            auto const is_it = [&name = key](setting const& each) { return name.str() == key_of(each.name); };
            if (std::ranges::none_of(single, is_it) && std::ranges::none_of(several, is_it) &&
                std::ranges::none_of(flags, is_it))
                throw error{
                    errc::bad_configuration,
                    path + " has a setting '" + std::string{key.str()} + "', which there is not",
                    "see alembicore-server --help: settings have the names of options, with _ for -"};
        }
    }

    [[nodiscard]] std::vector<std::string> in_file(char const* name) const {
        auto const found = file_[key_of(name)];
        if (auto const text = found.value<std::string>())
            return {*text};
        if (auto const truth = found.value_exact<bool>())
            return {*truth ? "true" : "false"};
        if (auto const number = found.value<std::int64_t>())
            return {std::to_string(*number)};
        std::vector<std::string> values;
        if (auto const* list = found.as_array())
            for (auto const& each : *list)
                values.push_back(each.value_or(std::string{}));
        return values;
    }

    options::variables_map given_;
    std::map<std::string, std::string> const& environment_;
    toml::table file_;
};

/// `user add alice` has words that are no options.
options::variables_map parse(std::vector<std::string> const& words) try {
    auto all = described();
    options::positional_options_description behind;
    if (!words.empty() && words.front() == user_command) {
        all.add_options()("words", options::value<std::vector<std::string>>());
        all.add_options()("role", options::value<std::string>());
        behind.add("words", -1);
    }
    options::variables_map given;
    store(options::command_line_parser{words}.options(all).positional(behind).run(), given);
    return given;

} catch (options::error const& wrong) {

    throw error{errc::bad_usage, wrong.what(), "see: alembicore-server --help"};
}

access::user_change read_change(options::variables_map const& given) {
    auto words = given["words"].as<std::vector<std::string>>();
    words.erase(words.begin());
    auto const role = given.count("role") == 0 ? std::nullopt : std::optional{given["role"].as<std::string>()};
    return access::read_user_change(words, role);
}

access::reach reach_of(std::string const& text) {
    boost::system::error_code failed;
    auto const address = boost::asio::ip::make_address(text, failed);
    if (failed)
        throw error{errc::bad_usage, "'" + text + "' is no address to listen on", "give an IP address"};
    return address.is_loopback() ? access::reach::this_machine : access::reach::network;
}

/// Who reaches the address may change the database, and who listens on the way may read passwords.
void require_protection(server_settings const& chosen) {
    if (chosen.access.reach == access::reach::this_machine)
        return;
    if (!chosen.access.needs_login())
        throw error{
            errc::bad_configuration,
            "listening on " + chosen.address +
                " needs a login, since everybody in the network could change the database",
            "make users: 'alembicore-server user add NAME --role admin --users FILE', and start with --users FILE; or "
            "listen on 127.0.0.1, and reach it through a tunnel: ssh -L 3000:127.0.0.1:3000 HOST"};
    if (chosen.tls.empty() && chosen.trusted_proxies.empty())
        throw error{
            errc::bad_configuration,
            "listening on " + chosen.address + " needs TLS, since passwords could be read on their way",
            "name certificate files with --tls-certificate and --tls-key; or put a proxy in front that speaks TLS, and "
            "name its address with --trusted-proxy"};
}

http::tls_files tls_from(sources const& from) {
    http::tls_files const chosen{
        .certificate = from.one("tls-certificate").value_or(""), .key = from.one("tls-key").value_or("")};
    if (chosen.certificate.empty() != chosen.key.empty())
        throw error{
            errc::bad_configuration, "TLS needs a certificate and a key", "give both --tls-certificate and --tls-key"};
    return chosen;
}

access::rate requests_from(sources const& from, bool needs_login) {
    constexpr double burst_seconds = 10;
    auto const text = from.one("requests-per-second").value_or(needs_login ? "100" : "0");
    unsigned each_second = 0;
    auto const [end, failed] = std::from_chars(text.data(), text.data() + text.size(), each_second);
    if (failed != std::errc{} || end != text.data() + text.size())
        throw error{errc::bad_usage, "'" + text + "' is no number of requests", "give digits only"};
    return {.burst = burst_seconds * each_second, .per_second = static_cast<double>(each_second)};
}

access::token_rules tokens_from(sources const& from) {
    access::token_rules chosen;
    chosen.secret = from.one("jwt-secret").value_or("");
    chosen.public_key = from.one("jwt-public-key").value_or("");
    chosen.key_set = from.one("jwt-keys").value_or("");
    chosen.issuer = from.one("jwt-issuer").value_or("");
    chosen.audience = from.one("jwt-audience").value_or("");
    chosen.user_claim = from.one("jwt-user-claim").value_or(chosen.user_claim);
    chosen.role_claim = from.one("jwt-role-claim").value_or(chosen.role_claim);
    return chosen;
}

std::uint16_t port_of(std::string const& text) {
    std::uint16_t port = 0;
    auto const [end, failed] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (failed != std::errc{} || end != text.data() + text.size())
        throw error{errc::bad_usage, "'" + text + "' is no port", "give a number from 0 to 65535"};
    return port;
}

std::string prefix_of(std::string text) {
    while (text.ends_with('/'))
        text.pop_back();
    constexpr auto allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
    bool const proper = text.empty() || (text.starts_with('/') && text.find("//") == std::string::npos &&
                                         text.find_first_not_of(allowed) == std::string::npos);
    if (!proper)
        throw error{errc::bad_usage, "'" + text + "' is no prefix of paths", "give one like /migrations"};
    return text;
}

std::chrono::seconds seconds_of(std::string const& text) {
    std::uint32_t number = 0;
    auto const [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failed != std::errc{} || end != text.data() + text.size())
        throw error{errc::bad_usage, "'" + text + "' is no number of seconds", "give digits only"};
    return std::chrono::seconds{number};
}

} // namespace

arguments read_arguments(std::vector<std::string> const& words, std::map<std::string, std::string> const& environment) {
    auto const given = parse(words);
    arguments read;
    if (given.count("help") != 0)
        read.action = wanted_action::show_help;
    if (given.count("version") != 0)
        read.action = wanted_action::show_version;
    if (read.action != wanted_action::serve)
        return read;
    if (given.count("words") != 0) {
        read.action = wanted_action::manage_users;
        read.users = read_change(given);
    }
    sources const from{given, environment};
    auto& chosen = read.settings;
    chosen.access.users = from.one("users").value_or("");
    if (read.action == wanted_action::manage_users)
        return read;
    chosen.address = from.one("address").value_or(chosen.address);
    chosen.access.reach = reach_of(chosen.address);
    if (auto const port = from.one("port"))
        chosen.port = port_of(*port);
    chosen.access.host_names = from.all("host-name");
    chosen.access.read_only = from.flag("read-only");
    chosen.access.production = from.flag("production");
    chosen.access.tokens = tokens_from(from);
    chosen.access.audit = from.one("audit-log").value_or("");
    chosen.access.origins = from.all("cors-origin");
    chosen.access.requests = requests_from(from, chosen.access.needs_login());
    chosen.tls = tls_from(from);
    chosen.trusted_proxies = from.all("trusted-proxy");
    require_protection(chosen);
    chosen.web = from.one("web").value_or("");
    chosen.prefix = prefix_of(from.one("prefix").value_or(""));
    if (auto const text = from.one("shutdown-wait"))
        chosen.shutdown_wait = seconds_of(*text);
    for (auto const& file : from.all("config"))
        chosen.project.config_files.emplace_back(file);
    chosen.project.database_url = from.one("database-url");
    chosen.project.environment = environment;
    return read;
}

std::string help_text() {
    std::ostringstream text;
    text
        << "Usage: alembicore-server [OPTION]…\n"
           "       alembicore-server user add|password|role|remove NAME [--role ROLE] [--users FILE]\n"
           "       alembicore-server user list [--users FILE]\n\n"
           "Serves the migrations, the schema, the models and the rows of the Alembic project in the working "
           "directory,\n"
           "as a page and as JSON under /api. On other addresses than this machine's own it needs users. Passwords are "
           "read\n"
           "from the terminal, or from standard input.\n\n"
        << described()
        << "\nEvery option but --settings is also read from the environment (--port: ALEMBICORE_SERVER_PORT) and from\n"
        << default_file << " (port = 3000).\n";
    return text.str();
}

} // namespace alembicore::server
