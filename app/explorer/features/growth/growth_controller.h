// The face at every stage of the generator's growth: which one is shown, and growing played. One thread (the
// window's).
#pragma once

#include <functional>

#include "app/explorer/features/feature_context.h"
#include "core/model/growth.h"
#include "core/record/growth_film.h"
#include "core/support/clock.h"

namespace progan {

class GrowthController {
  public:
    /// Records a film of the face growing up.
    using Record = std::function<void(const GrowthFilm& film)>;

    GrowthController(const FeatureContext& context, Record record)
        : state_(context.state), record_(std::move(record)) {}

    void set_age(double age);
    void toggle();
    void advance(Seconds passed);  ///< time has passed while growing
    void record();

  private:
    AppState& state_;
    Record record_;
};

}  // namespace progan
