#include "access/accounts.hpp"

#include "access/password.hpp"

#include <alembicore/error.hpp>

#include <algorithm>
#include <chrono>

namespace alembicore::server::access {

namespace {

constexpr std::chrono::seconds patience{2};

} // namespace

accounts::accounts(std::filesystem::path file) : file_(std::move(file)), users_(read_users(file_.path())) {
    static_cast<void>(hash_of_nobody());
}

void accounts::look() {
    if (!file_.changed())
        return;
    try {
        users_ = read_users(file_.path());
    } catch (error const&) {
        users_.clear(); // whoever was taken out of a file that cannot be read must not stay in
    }
}

std::optional<account> accounts::find(std::string_view name) {
    std::scoped_lock const lock{mutex_};
    look();
    auto const found = std::ranges::find(users_, name, &account::name);
    return found == users_.end() ? std::nullopt : std::optional{*found};
}

accounts::verdict accounts::check(std::string_view name, std::string_view password) {
    auto const known = find(name);
    if (!hashing_.try_acquire_for(patience))
        return verdict::too_busy;
    bool const fitting = fits(password, known ? known->hash : hash_of_nobody());
    hashing_.release();
    return known && fitting ? verdict::fits : verdict::does_not_fit;
}

} // namespace alembicore::server::access
