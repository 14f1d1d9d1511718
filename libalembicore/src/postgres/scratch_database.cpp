#include "postgres/scratch_database.hpp"

#include <alembicore/error.hpp>

#include <algorithm>
#include <cstdint>
#include <random>
#include <string_view>

namespace alembicore::postgres {

namespace {

// Followed by the key of the lock in sixteen hexadecimal digits.
constexpr std::string_view name_prefix = "alembicore_scratch_";
constexpr char const* name_pattern = "^alembicore_scratch_[0-9a-f]{16}$";

constexpr int first_with_force = 130000;

/// For all databases of the server: sessions of any of them may keep the lock.
constexpr char const* is_kept =
    "EXISTS (SELECT FROM pg_catalog.pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1 AND "
    "lpad(to_hex(classid::bigint), 8, '0') || lpad(to_hex(objid::bigint), 8, '0') = right(datname, 16))";

std::uint64_t random_key() {
    std::random_device source;
    return (std::uint64_t{source()} << 32U) | source();
}

std::string hexadecimal(std::uint64_t number) {
    std::string digits(16, '0');
    for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, number >>= 4U)
        *digit = "0123456789abcdef"[number & 15U];
    return digits;
}

int version_of(connection& on) {
    auto const answer = on.execute("SELECT current_setting('server_version_num')");
    return std::stoi(std::string{answer.value(0, 0).value()});
}

std::string literal(std::string_view text) {
    std::string quoted = text.find('\\') == std::string_view::npos ? "'" : " E'";
    for (char const c : text) {
        if (c == '\'' || c == '\\')
            quoted += c;
        quoted += c;
    }
    return quoted + '\'';
}

std::string creation_of(std::string const& name, database_form const& like) {
    auto text = "CREATE DATABASE " + quote_name(name) + " TEMPLATE template0 ENCODING " + literal(like.encoding);
    if (!like.provider.empty() && like.provider != "c")
        text += like.provider == "i" ? " LOCALE_PROVIDER icu" : " LOCALE_PROVIDER builtin";
    if (!like.locale.empty())
        text += (like.provider == "i" ? " ICU_LOCALE " : " BUILTIN_LOCALE ") + literal(like.locale);
    if (!like.icu_rules.empty())
        text += " ICU_RULES " + literal(like.icu_rules);
    return text + " LC_COLLATE " + literal(like.collate) + " LC_CTYPE " + literal(like.ctype);
}

/// Sessions that are still there are ended, since nobody but a trial can be in it.
void drop(connection& on, std::string const& name, int server_version) {
    if (server_version >= first_with_force) {
        on.execute("DROP DATABASE IF EXISTS " + quote_name(name) + " WITH (FORCE)");
        return;
    }
    on.execute(
        "SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity WHERE datname = $1", {name}
    );
    on.execute("DROP DATABASE IF EXISTS " + quote_name(name));
}

/// `-c name=value`, with what separates options in it escaped.
std::string option_of(std::string const& name, std::string const& value) {
    std::string text = "-c " + name + '=';
    for (char const c : value) {
        if (c == ' ' || c == '\\' || c == '\t' || c == '\n')
            text += '\\';
        text += c;
    }
    return text;
}

void set_parameter(database_url& of, std::string const& name, std::string const& value) {
    auto const found = std::ranges::find(of.parameters, name, [](auto const& each) { return each.first; });
    if (found == of.parameters.end())
        of.parameters.emplace_back(name, value);
    else
        found->second = value;
}

std::string parameter(database_url const& of, std::string const& name) {
    auto const found = std::ranges::find(of.parameters, name, [](auto const& each) { return each.first; });
    return found == of.parameters.end() ? std::string{} : found->second;
}

database_url url_of(database_url server, std::string const& name, database_form const& like) {
    server.source = "scratch database";
    server.text.clear(); // it names the other database
    set_parameter(server, "dbname", name);
    auto options = parameter(server, "options");
    for (auto const& [setting, value] : like.settings)
        options = option_of(setting, value) + (options.empty() ? "" : ' ' + options);
    if (!options.empty())
        set_parameter(server, "options", options);
    return server;
}

constexpr std::string_view other_server = "or make it on another server of the same major version (--scratch-server "
                                          "URL; `alembicore db start` gives you one)";

error may_not_create(error_info info, connection& on) {
    auto const user = std::string{on.execute("SELECT current_user").value(0, 0).value_or("")};
    info.code = errc::not_available;
    info.message = "a scratch database is needed, and " + user + " may not create databases on this server";
    info.remedy = "let a superuser run: ALTER ROLE " + quote_name(user) + " CREATEDB; " + std::string{other_server};
    return error{std::move(info)};
}

error behind_pooler() {
    return error{
        errc::not_available,
        "a scratch database cannot be made through a connection pooler, which gives each transaction another session",
        "give the address of the server itself, " + std::string{other_server}};
}

error other_version(int there, int wanted) {
    constexpr int per_major = 10000;
    return error{
        errc::not_available,
        "the server for the scratch database is PostgreSQL " + std::to_string(there / per_major) +
            ", that of the database " + std::to_string(wanted / per_major),
        "name a server of the same major version"};
}

} // namespace

database_form form_of(connection& of) {
    // The catalogue's columns for locales have other names in other versions.
    auto const answer = of.execute(
        "SELECT current_setting('server_version_num'), pg_catalog.pg_encoding_to_char(encoding), datcollate, datctype, "
        "coalesce(to_jsonb(own) ->> 'datlocprovider', ''), "
        "coalesce(to_jsonb(own) ->> 'datlocale', to_jsonb(own) ->> 'daticulocale', ''), "
        "coalesce(to_jsonb(own) ->> 'daticurules', '') "
        "FROM pg_catalog.pg_database AS own WHERE datname = pg_catalog.current_database()"
    );
    auto const text = [&](std::size_t column) { return std::string{answer.value(0, column).value_or("")}; };
    database_form form{
        .server_version = std::stoi(text(0)),
        .encoding = text(1),
        .collate = text(2),
        .ctype = text(3),
        .provider = text(4),
        .locale = text(5),
        .icu_rules = text(6),
        .settings = {},
    };
    // Those of the database for everybody, then for this user. A session may not begin with what only others may set.
    auto const settings = of.execute(
        "SELECT split_part(entry, '=', 1), substr(entry, strpos(entry, '=') + 1) "
        "FROM pg_catalog.pg_db_role_setting CROSS JOIN unnest(setconfig) AS entry "
        "WHERE setdatabase = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()) "
        "AND setrole IN (0, (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = session_user)) AND "
        "coalesce((SELECT context = 'user' OR context = 'superuser' AND current_setting('is_superuser') = 'on' "
        "FROM pg_catalog.pg_settings WHERE name = split_part(entry, '=', 1)), strpos(split_part(entry, '=', 1), '.') > "
        "0) "
        "ORDER BY setrole = 0 DESC"
    );
    for (std::size_t row = 0; row < settings.row_count(); ++row)
        form.settings.emplace_back(settings.value(row, 0).value(), settings.value(row, 1).value());
    return form;
}

scratch_database::scratch_database(connection& like, std::stop_token const& stop)
    : scratch_database(like.url(), form_of(like), stop) {}

scratch_database::scratch_database(database_url const& server, database_form const& like, std::stop_token const& stop)
    : keeper_{std::make_unique<connection>(server, connect_options{.stop = stop})} {
    constexpr int per_major = 10000;
    server_version_ = version_of(*keeper_);
    if (server_version_ / per_major != like.server_version / per_major)
        throw other_version(server_version_, like.server_version);
    take_name();
    drop_abandoned(*keeper_);
    create(like, stop);
    url_ = url_of(server, name_, like);
}

scratch_database::~scratch_database() {
    if (!keeper_)
        return;
    try {
        drop_by_keeper();
    } catch (...) {
        // The next one that is made on this server drops it.
    }
}

/// That its session has been ended shows in the first statement only.
void scratch_database::drop_by_keeper() {
    try {
        return drop(*keeper_, name_, server_version_);
    } catch (error const& refused) {
        if (refused.info().connection_usable)
            throw;
    }
    keeper_ = std::make_unique<connection>(keeper_->url());
    drop(*keeper_, name_, server_version_);
}

/// The lock is there before the database is, and goes after it.
void scratch_database::take_name() {
    constexpr int first_with_idle_timeout = 140000;
    if (server_version_ >= first_with_idle_timeout)
        keeper_->execute("SET idle_session_timeout = 0");
    auto const key = random_key();
    auto const answer = keeper_->execute(
        "SELECT CASE WHEN pg_catalog.pg_backend_pid() = " + std::to_string(keeper_->backend()) +
        " THEN pg_catalog.pg_try_advisory_lock(" + std::to_string(static_cast<std::int64_t>(key)) + ") END"
    );
    if (!answer.value(0, 0))
        throw behind_pooler();
    name_ = std::string{name_prefix} + hexadecimal(key);
}

void scratch_database::create(database_form const& like, std::stop_token const& stop) try {
    keeper_->execute(creation_of(name_, like), stop);

} catch (error& refused) {

    constexpr std::string_view insufficient_privilege = "42501";
    if (refused.info().server && refused.info().server->sqlstate == insufficient_privilege)
        throw may_not_create(refused.info(), *keeper_);
    throw;
}

std::vector<std::string> drop_abandoned(connection& on) {
    auto const version = version_of(on);
    auto const names = on.execute(
                             std::string{"SELECT datname FROM pg_catalog.pg_database WHERE datname ~ '"} +
                             name_pattern + "' AND pg_catalog.pg_has_role(datdba, 'USAGE') AND NOT " + is_kept
    )
                           .first_column();
    std::vector<std::string> dropped;
    for (auto const& each : names) {
        try {
            drop(on, each, version);
            dropped.push_back(each);
        } catch (error const& refused) {
            // Another one drops it at this moment, or keeps a session in it that we may not end.
            if (!refused.info().connection_usable)
                throw;
        }
    }
    return dropped;
}

} // namespace alembicore::postgres
