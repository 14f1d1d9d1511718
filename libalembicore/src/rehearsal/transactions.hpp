// How the transactions of a trial are cut: as those of a run, or all in one that is never committed.
#pragma once

#include "postgres/connection.hpp"
#include "postgres/transaction.hpp"

#include <optional>
#include <stop_token>
#include <string>

namespace alembicore::rehearsal {

class transactions {
public:
    virtual ~transactions() = default;

    virtual void begin() = 0;
    virtual void commit() = 0;
    /// For statements that cannot run in one. Errors: not_available.
    virtual void leave() = 0;
    /// Errors: not_available for a text that would end the one transaction, or change what no rollback brings back.
    virtual void check(std::string const& text) = 0;
};

/// In a scratch database.
class real_transactions : public transactions {
public:
    explicit real_transactions(postgres::connection& in) : connection_{in} {}

    void begin() override;
    void commit() override;
    void leave() override;
    void check(std::string const& text) override;

private:
    postgres::connection& connection_;
    std::optional<postgres::transaction> open_;
};

/// In the target. What a commit would find, deferred constraints, is looked for where one would be.
class one_transaction : public transactions {
public:
    /// Begins it.
    one_transaction(postgres::connection& in, std::string const& opening);

    void begin() override;
    void commit() override;
    void leave() override;
    void check(std::string const& text) override;

private:
    postgres::connection& connection_;
    postgres::transaction open_;
};

} // namespace alembicore::rehearsal
