// alembicore-server: the page and the JSON interface of one Alembic project.
#include "access/password_prompt.hpp"
#include "access/user_change.hpp"
#include "http/server.hpp"
#include "service.hpp"
#include "settings.hpp"
#include "startup.hpp"

#include <alembicore/error.hpp>
#include <alembicore/version.hpp>

#include <atomic>
#include <csignal>
#include <iostream>
#include <thread>

#include <malloc.h>

namespace {

using namespace alembicore;
using namespace alembicore::server;

/// Blocks the signals that end a program for all threads, and waits for them in one.
class termination {
public:
    termination() {
        ::sigemptyset(&awaited_);
        for (int const signal : {SIGINT, SIGTERM, SIGHUP, SIGUSR1})
            ::sigaddset(&awaited_, signal);
        ::pthread_sigmask(SIG_BLOCK, &awaited_, nullptr);
    }

    /// The first signal stops the server, another one the run that it waits for.
    void stops(http::server& running, service& served) {
        waiter_ = std::jthread{[this, &running, &served] {
            for (bool first = true;; first = false) {
                int received = 0;
                ::sigwait(&awaited_, &received);
                if (released_)
                    return;
                if (first)
                    running.stop();
                else
                    served.finish_runs(std::chrono::milliseconds{0});
            }
        }};
    }

    /// Ends the waiting.
    void release() {
        released_ = true;
        if (waiter_.joinable())
            ::pthread_kill(waiter_.native_handle(), SIGUSR1);
    }

private:
    ::sigset_t awaited_{};
    std::atomic<bool> released_ = false;
    std::jthread waiter_;
};

/// Threads that mostly wait need no heaps of their own.
void share_memory() noexcept {
    constexpr int heaps = 2;
    ::mallopt(M_ARENA_MAX, heaps);
}

void serve(server_settings const& chosen) {
    share_memory();
    termination ending;
    service served{chosen, std::clog};
    http::server running{
        served.answers(),
        {.address = chosen.address,
         .port = chosen.port,
         .prefix = chosen.prefix,
         .tls = chosen.tls,
         .proxies = http::forwarding{chosen.trusted_proxies}}};
    ending.stops(running, served);
    std::cout << "alembicore " << version() << " serves http" << (chosen.tls.empty() ? "" : "s") << "://"
              << chosen.address << ':' << running.port() << chosen.prefix << '/' << std::endl;
    std::jthread const checks{[&] { report_startup(served.served(), std::cout); }};
    running.run();
    served.finish_runs(chosen.shutdown_wait);
    ending.release();
}

} // namespace

int main(int argc, char** argv) {
    try {
        auto const read = read_arguments({argv + 1, argv + argc}, process_environment());
        if (read.action == wanted_action::show_help)
            std::cout << help_text();
        else if (read.action == wanted_action::show_version)
            std::cout << "alembicore-server " << version() << '\n';
        else if (read.action == wanted_action::manage_users)
            access::change_users(read.settings.access.users, read.users, access::read_password, std::cout);
        else
            serve(read.settings);
        return 0;
    } catch (error const& failure) {
        std::cerr << describe(failure.info()) << '\n';
        return failure.code() == errc::bad_usage ? 2 : 1;
    } catch (std::exception const& unexpected) {
        std::cerr << "error: unexpected: " << unexpected.what() << '\n';
        return 1;
    }
}
