/* SPDX-License-Identifier: MIT */
/* Each widget is bound to one property of the workspace; only the seed and the pace need a word of translation. */
#include "ui/controls.h"

#include "ui/format.h"
#include "ui/model-list.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

struct _UiControls {
  GtkWidget parent_instance;

  /* template */
  GtkWidget *scroller; /* the only child: bound, so that the template takes it along */
  UiModelList *models;
  GtkScale *temperature;
  GtkLabel *temperature_value;
  AdwEntryRow *seed;
  GtkToggleButton *seed_lock;
  AdwExpanderRow *choice;
  GtkSpinButton *top_k;
  GtkSpinButton *top_p;
  AdwActionRow *start;
  GtkWidget *painting; /* what a race has no use for */
  GtkSpinButton *lanes;
  GtkSwitch *fastest;
  AdwComboRow *pace_unit;
  GtkWidget *pace_row;
  GtkScale *pace;
  GtkLabel *pace_value;

  /* owned */
  StudioWorkspace *workspace;

  gboolean is_following; /* the workspace is changing the widgets, not the user */
};

G_DEFINE_FINAL_TYPE (UiControls, ui_controls, GTK_TYPE_WIDGET)

gboolean
ui_controls_parse_seed (const char *text, guint64 *seed)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  /* g_ascii_string_to_unsigned() would take a plus sign. */
  return g_ascii_isdigit (stripped[0]) && g_ascii_string_to_unsigned (stripped, 10, 0, G_MAXUINT64, seed, NULL);
}

static void
show_seed_error (UiControls *controls, gboolean is_wrong)
{
  if (is_wrong)
    gtk_widget_add_css_class (GTK_WIDGET (controls->seed), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (controls->seed), "error");

  gtk_accessible_update_state (GTK_ACCESSIBLE (controls->seed), GTK_ACCESSIBLE_STATE_INVALID,
                               is_wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (controls->seed),
                                 is_wrong ? _("Seed: 0 to 18446744073709551615") : _("Seed"));
}

static void
seed_edited_cb (UiControls *controls)
{
  guint64 seed;
  gboolean is_right;

  if (controls->is_following)
    return;

  is_right = ui_controls_parse_seed (gtk_editable_get_text (GTK_EDITABLE (controls->seed)), &seed);
  show_seed_error (controls, !is_right);
  if (is_right)
    studio_workspace_set_seed (controls->workspace, seed);
}

/* What the user is typing stays as typed as long as it means the same number. */
static void
seed_changed_cb (UiControls *controls)
{
  guint64 seed = studio_workspace_get_seed (controls->workspace), shown;
  g_autofree char *text = NULL;

  if (ui_controls_parse_seed (gtk_editable_get_text (GTK_EDITABLE (controls->seed)), &shown) && shown == seed)
    return;

  text = g_strdup_printf ("%" G_GUINT64_FORMAT, seed);
  controls->is_following = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (controls->seed), text);
  controls->is_following = FALSE;
  show_seed_error (controls, FALSE);
}

/* A recipe may be wilder than the slider: then the slider grows, so that it does not tame the setting. */
static void
temperature_changed_cb (UiControls *controls)
{
  GtkAdjustment *adjustment = gtk_range_get_adjustment (GTK_RANGE (controls->temperature));
  double temperature = studio_workspace_get_temperature (controls->workspace);
  g_autofree char *text = g_strdup_printf ("%.2f", temperature);

  if (temperature > gtk_adjustment_get_upper (adjustment))
    gtk_adjustment_set_upper (adjustment, ceil (temperature));
  gtk_label_set_text (controls->temperature_value, temperature == 0 ? _("most likely") : text);
}

/* The slider is logarithmic: its ends are 1 and about 3000, whatever is counted. */
static double
get_shown_pace (UiControls *controls)
{
  const double pace = pow (10.0, gtk_range_get_value (GTK_RANGE (controls->pace)));

  return pace < 10 ? round (10 * pace) / 10 : round (pace);
}

static char *
dup_pace_text (StudioPaceUnit unit, double pace)
{
  if (unit == STUDIO_PACE_IMAGE)
    return ui_format_duration (pace);
  if (unit == STUDIO_PACE_ROWS)
    return g_strdup_printf (_("%.*f rows/min"), pace < 10 ? 1 : 0, pace);
  return ui_format_rate (pace);
}

static void
pace_edited_cb (UiControls *controls)
{
  if (!controls->is_following)
    studio_workspace_set_counted_pace (controls->workspace,
                                       gtk_switch_get_active (controls->fastest) ? 0 : get_shown_pace (controls));
}

static void
pace_changed_cb (UiControls *controls)
{
  double pace = studio_workspace_get_counted_pace (controls->workspace);
  g_autofree char *text = NULL;

  controls->is_following = TRUE;
  gtk_switch_set_active (controls->fastest, pace == 0);
  if (pace > 0)
    gtk_range_set_value (GTK_RANGE (controls->pace), log10 (pace));
  controls->is_following = FALSE;

  gtk_widget_set_sensitive (controls->pace_row, pace > 0);
  gtk_widget_set_sensitive (GTK_WIDGET (controls->pace_unit), pace > 0);
  text = dup_pace_text (studio_workspace_get_pace_unit (controls->workspace), pace > 0 ? pace : get_shown_pace (controls));
  gtk_label_set_text (controls->pace_value, text);
}

static void
choice_changed_cb (UiControls *controls)
{
  guint top_k = 0;
  double top_p = 1;
  g_autofree char *text = NULL;

  g_object_get (controls->workspace, "top-k", &top_k, "top-p", &top_p, NULL);
  if (top_k > 1 && top_p < 1)
    text = g_strdup_printf (_("The %u likeliest, within %.0f %%"), top_k, 100 * top_p);
  else if (top_k > 0)
    text = g_strdup_printf (ngettext ("The %u likeliest", "The %u likeliest", top_k), top_k);
  else if (top_p < 1)
    text = g_strdup_printf (_("The likeliest, %.0f %% together"), 100 * top_p);

  adw_expander_row_set_subtitle (controls->choice, text != NULL ? text : _("All of them"));
}

/* What the next picture begins with. A moment is a picture already, and goes on at once. */
static void
start_changed_cb (UiControls *controls)
{
  const guint n = studio_workspace_count_given (controls->workspace);
  g_autofree char *text = n > 0 ? g_strdup_printf (ngettext ("%u given value", "%u given values", n), n)
                                : g_strdup (_("Blank paper"));

  adw_action_row_set_subtitle (controls->start, text);
}

/* A mixture of logistics has no values to choose among. */
static void
entry_changed_cb (UiControls *controls)
{
  StudioEntry *entry = studio_workspace_get_entry (controls->workspace);
  gboolean is_categorical = entry != NULL && studio_entry_get_config (entry)->output == WEFT_OUTPUT_CATEGORICAL;

  gtk_widget_set_visible (GTK_WIDGET (controls->choice), is_categorical);
}

static void
ui_controls_dispose (GObject *object)
{
  UiControls *controls = UI_CONTROLS (object);

  if (controls->workspace != NULL)
    g_signal_handlers_disconnect_by_data (controls->workspace, controls);
  g_clear_object (&controls->workspace);
  gtk_widget_dispose_template (GTK_WIDGET (object), UI_TYPE_CONTROLS);

  G_OBJECT_CLASS (ui_controls_parent_class)->dispose (object);
}

static void
ui_controls_class_init (UiControlsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (UI_TYPE_MODEL_LIST);
  G_OBJECT_CLASS (klass)->dispose = ui_controls_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/weft_studio/Weft/controls.ui");
  gtk_widget_class_bind_template_child (widget_class, UiControls, scroller);
  gtk_widget_class_bind_template_child (widget_class, UiControls, models);
  gtk_widget_class_bind_template_child (widget_class, UiControls, temperature);
  gtk_widget_class_bind_template_child (widget_class, UiControls, temperature_value);
  gtk_widget_class_bind_template_child (widget_class, UiControls, seed);
  gtk_widget_class_bind_template_child (widget_class, UiControls, seed_lock);
  gtk_widget_class_bind_template_child (widget_class, UiControls, choice);
  gtk_widget_class_bind_template_child (widget_class, UiControls, top_k);
  gtk_widget_class_bind_template_child (widget_class, UiControls, top_p);
  gtk_widget_class_bind_template_child (widget_class, UiControls, start);
  gtk_widget_class_bind_template_child (widget_class, UiControls, painting);
  gtk_widget_class_bind_template_child (widget_class, UiControls, lanes);
  gtk_widget_class_bind_template_child (widget_class, UiControls, fastest);
  gtk_widget_class_bind_template_child (widget_class, UiControls, pace_row);
  gtk_widget_class_bind_template_child (widget_class, UiControls, pace_unit);
  gtk_widget_class_bind_template_child (widget_class, UiControls, pace);
  gtk_widget_class_bind_template_child (widget_class, UiControls, pace_value);
  gtk_widget_class_bind_template_callback (widget_class, seed_edited_cb);
}

static void
ui_controls_init (UiControls *controls)
{
  gtk_widget_init_template (GTK_WIDGET (controls));
}

static void
bind (UiControls *controls, const char *property, gpointer widget, const char *widget_property)
{
  g_object_bind_property (controls->workspace, property, widget, widget_property,
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
}

void
ui_controls_set_workspace (UiControls *controls, StudioWorkspace *workspace)
{
  g_return_if_fail (UI_IS_CONTROLS (controls));
  g_return_if_fail (controls->workspace == NULL);

  controls->workspace = g_object_ref (workspace);
  ui_model_list_set_workspace (controls->models, workspace);
  g_signal_connect_swapped (workspace, "notify::temperature", G_CALLBACK (temperature_changed_cb), controls);
  temperature_changed_cb (controls);
  bind (controls, "temperature", gtk_range_get_adjustment (GTK_RANGE (controls->temperature)), "value");
  bind (controls, "n-lanes", gtk_spin_button_get_adjustment (controls->lanes), "value");
  bind (controls, "top-k", gtk_spin_button_get_adjustment (controls->top_k), "value");
  bind (controls, "top-p", gtk_spin_button_get_adjustment (controls->top_p), "value");
  bind (controls, "seed-locked", controls->seed_lock, "active");
  bind (controls, "pace-unit", controls->pace_unit, "selected");

  g_signal_connect_swapped (workspace, "notify::seed", G_CALLBACK (seed_changed_cb), controls);
  g_signal_connect_swapped (workspace, "notify::pace", G_CALLBACK (pace_changed_cb), controls);
  g_signal_connect_swapped (workspace, "notify::pace-unit", G_CALLBACK (pace_changed_cb), controls);
  g_signal_connect_swapped (workspace, "notify::top-k", G_CALLBACK (choice_changed_cb), controls);
  g_signal_connect_swapped (workspace, "notify::top-p", G_CALLBACK (choice_changed_cb), controls);
  g_signal_connect_swapped (workspace, "notify::entry", G_CALLBACK (entry_changed_cb), controls);
  g_signal_connect_swapped (workspace, "notify::entry", G_CALLBACK (start_changed_cb), controls);
  g_signal_connect_swapped (workspace, "notify::can-undo", G_CALLBACK (start_changed_cb), controls); /* with every step */
  g_signal_connect_swapped (controls->pace, "value-changed", G_CALLBACK (pace_edited_cb), controls);
  g_signal_connect_swapped (controls->fastest, "notify::active", G_CALLBACK (pace_edited_cb), controls);
  seed_changed_cb (controls);
  pace_changed_cb (controls);
  choice_changed_cb (controls);
  entry_changed_cb (controls);
  start_changed_cb (controls);
}

void
ui_controls_set_racing (UiControls *controls, gboolean racing)
{
  g_return_if_fail (UI_IS_CONTROLS (controls));

  gtk_widget_set_sensitive (controls->painting, !racing);
}
