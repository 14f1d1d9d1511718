// A database for trying things: made like another one, gone afterwards, whatever happens.
#pragma once

#include "postgres/connection.hpp"

#include <alembicore/database_url.hpp>

#include <memory>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace alembicore::postgres {

/// What a database was made with, and what a session in it begins with.
struct database_form {
    int server_version = 0; ///< `server_version_num`: 150018
    std::string encoding;
    std::string collate;
    std::string ctype;
    std::string provider;  ///< of its locale: `c`, `i`, `b`; empty where the server has one kind only
    std::string locale;    ///< of that provider; empty = that of `collate`
    std::string icu_rules; ///< empty = none
    std::vector<std::pair<std::string, std::string>> settings; ///< by ALTER DATABASE … SET, that this user may repeat
};

/// Errors: those of statements.
[[nodiscard]] database_form form_of(connection& of);

/// An empty database of a name that nobody else uses, with the encoding, locale and settings of another. It is dropped
/// when this ends, with all sessions in it. The name tells that it is one of these, and holds the key of an advisory
/// lock that a session of ours keeps: who finds such a database without such a lock knows that its maker is dead.
class scratch_database {
public:
    /// On the server of that connection, which may be in a transaction and is left as it is. Drops what dead makers
    /// have left there. Errors: not_available, where the user may create no databases or a pooler stands between; those
    /// of connecting and of statements; cancelled.
    explicit scratch_database(connection& like, std::stop_token const& stop = {});

    /// On another server. Errors: as above; not_available, where its major version is another.
    scratch_database(database_url const& server, database_form const& like, std::stop_token const& stop = {});

    scratch_database(scratch_database&&) noexcept = default;
    scratch_database& operator=(scratch_database&&) = delete;
    ~scratch_database();

    [[nodiscard]] std::string const& name() const noexcept { return name_; }

    /// Where it is, for as many connections as wanted. Its password is that of the server's URL.
    [[nodiscard]] database_url const& url() const noexcept { return url_; }

private:
    void take_name();
    void create(database_form const& like, std::stop_token const& stop);

    void drop_by_keeper();

    std::unique_ptr<connection> keeper_;
    int server_version_ = 0;
    std::string name_;
    database_url url_;
};

/// Drops scratch databases on this server whose makers are dead, as far as this user may. Gives their names.
/// Errors: those of statements.
std::vector<std::string> drop_abandoned(connection& on);

} // namespace alembicore::postgres
