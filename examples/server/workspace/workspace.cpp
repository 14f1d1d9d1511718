#include "workspace/workspace.hpp"

#include "workspace/file_state.hpp"

#include <alembicore/migrator.hpp>

namespace alembicore::server {

namespace {

/// Looking at a thousand files takes a millisecond or two; a person does not notice this delay.
constexpr std::chrono::milliseconds between_looks{250};

} // namespace

workspace::workspace(settings_request request) : request_(std::move(request)) {}

workspace::~workspace() = default;

std::shared_ptr<loaded_project const> workspace::project() {
    std::scoped_lock const lock{mutex_};
    auto const now = std::chrono::steady_clock::now();
    if (loaded_ && now - looked_ < between_looks)
        return loaded_;
    if (loaded_ && state_of_files(loaded_->project.settings()) == seen_) {
        looked_ = now;
        return loaded_;
    }
    loaded_.reset();
    auto opened = alembicore::project::open(request_);
    seen_ = state_of_files(opened.settings());
    looked_ = now;
    loaded_ = std::make_shared<loaded_project const>(loaded_project{std::move(opened), ++readings_});
    return loaded_;
}

database_url workspace::database_address() {
    try {
        return project()->project.database_url();
    } catch (error const& failure) {
        if (failure.code() != errc::not_a_project)
            throw;
        return load_database_url(request_);
    }
}

std::shared_ptr<database_pool> workspace::pool() {
    auto address = database_address();
    std::string key;
    for (auto const& [name, value] : address.parameters)
        key.append(name).append(1, '\0').append(value).append(1, '\0');
    std::scoped_lock const lock{mutex_};
    if (!pool_ || key != pool_address_) {
        pool_ = std::make_shared<database_pool>(
            std::move(address),
            pool_options{.size = 6, .connect_timeout = std::chrono::seconds{5}, .patience = std::chrono::seconds{10}}
        );
        pool_address_ = std::move(key);
    }
    return pool_;
}

void workspace::with_database(database_pool::request const& work, std::stop_token const& stop) {
    pool()->run(work, stop);
}

std::vector<std::string> workspace::current() {
    auto const opened = project();
    std::vector<std::string> rows;
    with_database([&](database& on) { rows = migrator{opened->project, on}.current(); });
    return rows;
}

} // namespace alembicore::server
