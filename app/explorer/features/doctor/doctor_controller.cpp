#include "app/explorer/features/doctor/doctor_controller.h"

#include <utility>

#include "core/files/atomic_file.h"
#include "core/support/error.h"
#include "core/support/paths.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr Seconds kBetweenLooks{0.2};
constexpr std::size_t kMaxText = 1u << 20;
constexpr int kNiceness = 5;

}  // namespace

DoctorController::DoctorController(AppState& state, std::filesystem::path program)
    : state_(state), program_(std::move(program)) {}

std::filesystem::path DoctorController::output() const {
    return state_.data_dir / "doctor.txt";
}

void DoctorController::ask() {
    DoctorState& doctor = state_.doctor;
    doctor.show = true;
    if (doctor.running) return;
    doctor.text.clear();
    doctor.problem.clear();
    try {
        if (program_.empty()) program_ = program_path().parent_path() / "progan";
        // Without the benchmark, which would have the cores to itself for ten seconds.
        const ChildCommand command{
            program_, {"doctor", "--quick", "--data-dir", state_.data_dir.string()}, {}};
        process_ = std::make_unique<ChildProcess>(command, output(), kNiceness);
        doctor.running = true;
        next_look_ = Time{};
    } catch (const std::exception&) {
        doctor.problem = current_error_sentence();
    }
}

void DoctorController::look() {
    try {
        state_.doctor.text = read_text_file(output(), kMaxText);
    } catch (const std::exception&) {
        state_.doctor.problem = current_error_sentence();
    }
}

void DoctorController::tick(Time now) {
    if (!process_) return;
    const std::optional<ChildEnd> end = process_->end();  // before looking: then it has written everything
    if (!end && next_look_ && now < *next_look_) return;
    look();
    next_look_ = now + kBetweenLooks;
    if (!end) return;
    process_.reset();
    next_look_.reset();
    state_.doctor.running = false;
}

}  // namespace progan
