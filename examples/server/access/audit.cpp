#include "access/audit.hpp"

#include "workspace/time.hpp"

#include <alembicore/error.hpp>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace alembicore::server::access {

namespace {

class appended_file {
public:
    explicit appended_file(std::filesystem::path const& path)
        : opened_(::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR)) {}

    appended_file(appended_file const&) = delete;
    appended_file& operator=(appended_file const&) = delete;

    ~appended_file() {
        if (opened_ >= 0)
            ::close(opened_);
    }

    [[nodiscard]] bool is_open() const noexcept { return opened_ >= 0; }

    /// In one call, so that lines of several processes do not mix.
    [[nodiscard]] bool write(std::string const& line) const noexcept {
        return ::write(opened_, line.data(), line.size()) == static_cast<ssize_t>(line.size());
    }

private:
    int opened_;
};

std::string line_of(deed const& done, std::chrono::system_clock::time_point now) {
    boost::json::object line{
        {"time", to_text(now)},
        {"event", done.kind},
        {"user", done.who.name.empty() ? boost::json::value() : boost::json::value(done.who.name)},
        {"role", http::name_of(done.who.holds)},
        {"client", done.asked.client},
        {"method", http::name_of(done.asked.verb)},
        {"path", done.asked.target.substr(0, done.asked.target.find('?'))},
        {"status", done.answer.status},
    };
    if (!done.answer.about.empty())
        line["about"] = done.answer.about;
    return boost::json::serialize(line) + '\n';
}

} // namespace

audit_log::audit_log(std::filesystem::path file) : file_(std::move(file)) {
    if (ready())
        return;
    error failed{
        errc::bad_configuration,
        "the audit log " + file_.string() + " cannot be written",
        "name a file in a folder that the user may write to whom the server runs as"};
    failed.info().reason = std::strerror(errno);
    throw failed;
}

bool audit_log::append(std::string const& line) noexcept {
    std::scoped_lock const lock{mutex_};
    appended_file const to{file_};
    bool const written = to.is_open() && to.write(line);
    failing_ = !written;
    return written;
}

bool audit_log::ready() noexcept try {
    if (file_.empty())
        return true;
    if (!failing_)
        return appended_file{file_}.is_open();
    boost::json::object const line{{"time", to_text(std::chrono::system_clock::now())}, {"event", "resumed"}};
    return append(boost::json::serialize(line) + '\n');

} catch (...) {

    return false;
}

void audit_log::write(deed const& done, std::chrono::system_clock::time_point now) {
    if (!file_.empty() && !append(line_of(done, now)))
        throw error{errc::file_unwritable, "the audit log " + file_.string() + " cannot be written", "see --audit-log"};
}

} // namespace alembicore::server::access
