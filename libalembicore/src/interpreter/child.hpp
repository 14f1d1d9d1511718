// One run of a program in Python: starts it, listens to it, passes on what is said, and stops it when asked.
#pragma once

#include "interpreter/backend.hpp"
#include "interpreter/child_script.hpp"
#include "interpreter/find.hpp"
#include "interpreter/secrets.hpp"
#include "postgres/connection.hpp"

#include <alembicore/event.hpp>

#include <boost/json/object.hpp>

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <map>
#include <stop_token>
#include <string>

namespace alembicore::interpreter {

struct child_request {
    candidate python;
    interpreter::program program = program::run_alembic;
    boost::json::object work; ///< what main() of the program gets
    std::map<std::string, std::string> environment;
    std::filesystem::path directory;
    secrets hidden;
    event_sink events;
    std::stop_token stop;
    postgres::connection* cancels = nullptr; ///< over which its statement is cancelled; null: it has no session
    std::function<void()> silence{};         ///< called each second in which its work is under way and it says nothing
    std::ostream* output = nullptr;          ///< takes its standard output as it is; null: lines of it become events
};

enum class child_outcome {
    done,
    failed,   ///< it has told why
    unusable, ///< this Python cannot do the work
    died,     ///< it ended, or had to be ended, without a word
};

struct child_end {
    child_outcome outcome = child_outcome::died;
    boost::json::object told; ///< of failed and unusable
    std::string how;          ///< of died
    std::string last_words;   ///< the end of its standard error
    bool started = false;     ///< it runs Python, so its program has begun
    backend session;          ///< on the server, where it got that far
};

/// What it tells of its work: `ready`, `connected`, `step_started`, `statement`, `autocommit`, `step_done`.
using message_sink = std::function<void(boost::json::object const&)>;

/// Errors: child_process_failed when it cannot be started; whatever the sinks throw.
[[nodiscard]] child_end run_child(child_request const& request, message_sink const& messages);

/// A text of a message; empty when there is none.
[[nodiscard]] std::string text_of(boost::json::object const& message, std::string_view name);

} // namespace alembicore::interpreter
