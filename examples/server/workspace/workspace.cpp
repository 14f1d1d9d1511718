#include "workspace/workspace.hpp"

#include "workspace/file_state.hpp"

#include <alembicore/migrator.hpp>
#include <alembicore/query.hpp>

#include <thread>

namespace alembicore::server {

namespace {

using clock = std::chrono::steady_clock;

/// Looking at a thousand files takes a millisecond or two, and asking the database as long; a person does not notice
/// this delay.
constexpr std::chrono::milliseconds between_looks{250};

/// For those that go on when the database is closed; one that goes on still is a session that is in the way.
constexpr std::chrono::seconds patience_with_requests{30};

constexpr pool_options how_to_connect{
    .size = 6, .connect_timeout = std::chrono::seconds{5}, .patience = std::chrono::seconds{10}};

} // namespace

workspace::workspace(settings_request request) : request_(std::move(request)) {}

workspace::~workspace() = default;

void workspace::look_again() {
    ++looks_;
}

std::shared_ptr<loaded_project const> workspace::project() {
    std::scoped_lock const lock{mutex_};
    auto const now = clock::now();
    auto const look = looks_.load();
    if (loaded_ && look == look_ && now - looked_ < between_looks)
        return loaded_;
    if (!loaded_ || state_of_files(loaded_->project.settings()) != seen_) {
        loaded_.reset();
        auto opened = alembicore::project::open(request_);
        seen_ = state_of_files(opened.settings());
        loaded_ = std::make_shared<loaded_project const>(loaded_project{std::move(opened), ++readings_});
    }
    looked_ = now;
    look_ = look;
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

std::string workspace::database_name() {
    for (auto const& [keyword, value] : database_address().parameters)
        if (keyword == "dbname" && !value.empty())
            return value;
    std::vector<data::query_result> answered;
    with_database([&](database& on) {
        data::query_request wanted;
        wanted.text = "SELECT current_database()";
        answered = data::run_query(on, wanted);
    });
    return answered.at(0).rows.at(0).at(0).value_or("");
}

std::shared_ptr<database_pool> workspace::pool() {
    auto address = database_address();
    std::string key;
    for (auto const& [name, value] : address.parameters)
        key.append(name).append(1, '\0').append(value).append(1, '\0');
    std::scoped_lock const lock{mutex_};
    if (!closed_.empty())
        throw error{errc::connection_failed, closed_, "wait for its end"};
    if (!pool_ || key != pool_address_) {
        pool_ = std::make_shared<database_pool>(std::move(address), how_to_connect);
        pool_address_ = std::move(key);
    }
    return pool_;
}

void workspace::with_database(database_pool::request const& work, std::stop_token const& stop, session_use use) {
    pool()->run(work, stop, use);
}

pool_use workspace::connections() {
    std::scoped_lock const lock{mutex_};
    return pool_ ? pool_->use() : pool_use{.size = how_to_connect.size};
}

std::vector<std::string> workspace::current() {
    auto const opened = project();
    std::scoped_lock const lock{rows_mutex_};
    auto const look = looks_.load();
    if (!rows_ || rows_->look != look || clock::now() - rows_->asked >= between_looks) {
        rows_ = ask_for_rows(opened->project);
        rows_->look = look;
    }
    if (rows_->failure)
        throw error{*rows_->failure};
    return rows_->rows;
}

/// Who waited meanwhile gets the same answer, also where it is that there is none.
workspace::known_rows workspace::ask_for_rows(alembicore::project const& of) {
    known_rows asked;
    try {
        with_database([&](database& on) { asked.rows = migrator{of, on}.current(); }, {}, session_use::nothing);
    } catch (error const& failure) {
        asked.failure = failure.info();
    }
    asked.asked = clock::now();
    return asked;
}

workspace::closed_database::closed_database(workspace& of, std::string why, std::stop_token const& stop) : of_(of) {
    std::weak_ptr<database_pool> used;
    {
        std::scoped_lock const lock{of_.mutex_};
        of_.closed_ = std::move(why);
        used = std::exchange(of_.pool_, nullptr);
    }
    auto const deadline = clock::now() + patience_with_requests;
    while (!used.expired() && !stop.stop_requested() && clock::now() < deadline)
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
}

workspace::closed_database::~closed_database() {
    std::scoped_lock const lock{of_.mutex_};
    of_.closed_.clear();
}

} // namespace alembicore::server
