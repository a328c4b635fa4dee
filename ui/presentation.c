/* SPDX-License-Identifier: MIT */
/* Large letters are those of the whole display while a talk goes on: every size that follows the letters follows them. */
#include "ui/presentation.h"

#include "ui/notify.h"

#include <glib/gi18n.h>

#define USUAL_DPI (96 * 1024)
#define MIN_BLANK_INTERVAL (G_USEC_PER_SEC * 2 / 5) /* never three flashes a second, whatever a key does */

struct _UiPresentation {
  GtkWidget parent_instance;

  /* template */
  GtkWidget *box;
  GtkLabel *caption;
  GtkWidget *notes;
  GtkLabel *number;
  GtkLabel *next;
  GtkLabel *clock;

  /* owned */
  StudioWorkspace *workspace;
  StudioScenes *scenes;
  StudioStage *stage; /* NULL unless a talk goes on */

  gboolean is_modified;
  gboolean is_blank;
  gint64 blanked_at;
  gint64 began_at;
  guint type;        /* percent */
  int dpi;           /* of the display before the talk */
  guint clock_id;
  guint inhibit_cookie;
};

G_DEFINE_FINAL_TYPE (UiPresentation, ui_presentation, GTK_TYPE_WIDGET)

enum {
  PROP_PRESENTING = 1,
  PROP_TYPE,
  PROP_BLANK,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static void
update_words (UiPresentation *presentation)
{
  const StudioScene *scene = studio_stage_get_scene (presentation->stage, 0);
  const StudioScene *next = studio_stage_get_scene (presentation->stage, 1);
  g_autofree char *number = g_strdup_printf (_("%u of %u"), studio_stage_get_position (presentation->stage) + 1,
                                             studio_stage_get_n_scenes (presentation->stage));
  g_autofree char *text = next != NULL ? g_strdup_printf (_("Next: %s"), next->caption) : g_strdup (_("This is the last."));

  gtk_label_set_text (presentation->caption, scene != NULL ? scene->caption : "");
  gtk_widget_set_visible (GTK_WIDGET (presentation->caption), scene != NULL && scene->caption[0] != '\0');
  gtk_label_set_text (presentation->number, number);
  gtk_label_set_text (presentation->next, text);
}

static void
entered_cb (UiPresentation *presentation)
{
  update_words (presentation);
  g_signal_emit_by_name (presentation, "entered", studio_stage_get_scene (presentation->stage, 0));
}

static gboolean
clock_cb (gpointer user_data)
{
  UiPresentation *presentation = UI_PRESENTATION (user_data);
  guint seconds = (guint) ((g_get_monotonic_time () - presentation->began_at) / G_USEC_PER_SEC);
  g_autofree char *text = g_strdup_printf ("%u:%02u", seconds / 60, seconds % 60);

  gtk_label_set_text (presentation->clock, text);
  return G_SOURCE_CONTINUE;
}

/* Letters */

static void
apply_type (UiPresentation *presentation)
{
  g_object_set (gtk_widget_get_settings (GTK_WIDGET (presentation)), "gtk-xft-dpi",
                (presentation->dpi > 0 ? presentation->dpi : USUAL_DPI) * (int) presentation->type / 100, NULL);
}

/* Sleep, and what the desktop would lay over the picture */

static GtkApplication *
get_application (UiPresentation *presentation)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (presentation));

  return GTK_IS_WINDOW (root) ? gtk_window_get_application (GTK_WINDOW (root)) : NULL;
}

static void
stay_awake (UiPresentation *presentation, gboolean awake)
{
  GtkApplication *application = get_application (presentation);

  if (application == NULL)
    return;

  ui_notify_hold (application, awake);
  if (awake)
    presentation->inhibit_cookie = gtk_application_inhibit (application,
                                                            GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (presentation))),
                                                            GTK_APPLICATION_INHIBIT_IDLE | GTK_APPLICATION_INHIBIT_SUSPEND,
                                                            _("A talk is being given"));
  else if (presentation->inhibit_cookie != 0)
    gtk_application_uninhibit (application, presentation->inhibit_cookie);
  if (!awake)
    presentation->inhibit_cookie = 0;
}

void
ui_presentation_begin (UiPresentation *presentation, StudioStage *stage, gboolean has_audience)
{
  g_return_if_fail (UI_IS_PRESENTATION (presentation));
  g_return_if_fail (presentation->stage == NULL);

  presentation->stage = g_object_ref (stage);
  presentation->began_at = g_get_monotonic_time ();
  g_signal_connect_swapped (stage, "entered", G_CALLBACK (entered_cb), presentation);
  g_object_get (gtk_widget_get_settings (GTK_WIDGET (presentation)), "gtk-xft-dpi", &presentation->dpi, NULL);
  if (!has_audience)
    apply_type (presentation);
  stay_awake (presentation, TRUE);
  gtk_widget_set_visible (presentation->notes, has_audience);
  gtk_widget_set_visible (GTK_WIDGET (presentation), TRUE);
  clock_cb (presentation);
  presentation->clock_id = g_timeout_add_seconds (1, clock_cb, presentation);
  studio_stage_enter (stage, 0);
  g_object_notify_by_pspec (G_OBJECT (presentation), properties[PROP_PRESENTING]);
}

static void
set_blank (UiPresentation *presentation, gboolean is_blank)
{
  if (presentation->is_blank == is_blank)
    return;

  presentation->is_blank = is_blank;
  g_object_notify_by_pspec (G_OBJECT (presentation), properties[PROP_BLANK]);
}

static void
drop_stage (UiPresentation *presentation)
{
  g_clear_handle_id (&presentation->clock_id, g_source_remove);
  if (presentation->stage != NULL)
    g_signal_handlers_disconnect_by_data (presentation->stage, presentation);
  g_clear_object (&presentation->stage);
}

void
ui_presentation_end (UiPresentation *presentation)
{
  g_return_if_fail (UI_IS_PRESENTATION (presentation));

  if (presentation->stage == NULL)
    return;

  stay_awake (presentation, FALSE);
  g_object_set (gtk_widget_get_settings (GTK_WIDGET (presentation)), "gtk-xft-dpi", presentation->dpi, NULL);
  drop_stage (presentation);
  set_blank (presentation, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (presentation), FALSE);
  g_object_notify_by_pspec (G_OBJECT (presentation), properties[PROP_PRESENTING]);
}

void
ui_presentation_toggle_blank (UiPresentation *presentation)
{
  gint64 now = g_get_monotonic_time ();

  g_return_if_fail (UI_IS_PRESENTATION (presentation));

  if (presentation->stage == NULL || now - presentation->blanked_at < MIN_BLANK_INTERVAL)
    return;

  presentation->blanked_at = now;
  set_blank (presentation, !presentation->is_blank);
}

static void
ui_presentation_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  UiPresentation *presentation = UI_PRESENTATION (object);

  if (id == PROP_PRESENTING)
    g_value_set_boolean (value, presentation->stage != NULL);
  else if (id == PROP_TYPE)
    g_value_set_uint (value, presentation->type);
  else if (id == PROP_BLANK)
    g_value_set_boolean (value, presentation->is_blank);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
ui_presentation_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  UiPresentation *presentation = UI_PRESENTATION (object);

  if (id != PROP_TYPE)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
      return;
    }

  presentation->type = CLAMP (g_value_get_uint (value), UI_PRESENTATION_MIN_TYPE, UI_PRESENTATION_MAX_TYPE);
  if (presentation->stage != NULL && !gtk_widget_get_visible (presentation->notes))
    apply_type (presentation);
}

static void
ui_presentation_dispose (GObject *object)
{
  UiPresentation *presentation = UI_PRESENTATION (object);

  if (presentation->scenes != NULL)
    g_signal_handlers_disconnect_by_data (presentation->scenes, presentation);
  drop_stage (presentation);
  g_clear_object (&presentation->scenes);
  g_clear_object (&presentation->workspace);
  gtk_widget_dispose_template (GTK_WIDGET (object), UI_TYPE_PRESENTATION);

  G_OBJECT_CLASS (ui_presentation_parent_class)->dispose (object);
}

static void
ui_presentation_class_init (UiPresentationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = ui_presentation_get_property;
  object_class->set_property = ui_presentation_set_property;
  object_class->dispose = ui_presentation_dispose;
  properties[PROP_PRESENTING] = g_param_spec_boolean ("presenting", NULL, NULL, FALSE,
                                                      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_TYPE] = g_param_spec_uint ("type", NULL, NULL, UI_PRESENTATION_MIN_TYPE, UI_PRESENTATION_MAX_TYPE, 150,
                                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_BLANK] = g_param_spec_boolean ("blank", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  g_signal_new ("entered", UI_TYPE_PRESENTATION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                STUDIO_TYPE_SCENE | G_SIGNAL_TYPE_STATIC_SCOPE);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/weft_studio/Weft/presentation.ui");
  gtk_widget_class_bind_template_child (widget_class, UiPresentation, box);
  gtk_widget_class_bind_template_child (widget_class, UiPresentation, caption);
  gtk_widget_class_bind_template_child (widget_class, UiPresentation, notes);
  gtk_widget_class_bind_template_child (widget_class, UiPresentation, number);
  gtk_widget_class_bind_template_child (widget_class, UiPresentation, next);
  gtk_widget_class_bind_template_child (widget_class, UiPresentation, clock);
}

static void
modified_cb (UiPresentation *presentation)
{
  presentation->is_modified = TRUE;
}

static void
ui_presentation_init (UiPresentation *presentation)
{
  presentation->type = 150;
  presentation->scenes = studio_scenes_new ();
  g_signal_connect_swapped (presentation->scenes, "changed", G_CALLBACK (modified_cb), presentation);
  gtk_widget_init_template (GTK_WIDGET (presentation));
}

UiPresentation *
ui_presentation_new (StudioWorkspace *workspace)
{
  UiPresentation *presentation = g_object_new (UI_TYPE_PRESENTATION, NULL);

  presentation->workspace = g_object_ref (workspace);
  return presentation;
}

StudioScenes *
ui_presentation_get_scenes (UiPresentation *presentation)
{
  g_return_val_if_fail (UI_IS_PRESENTATION (presentation), NULL);

  return presentation->scenes;
}

void
ui_presentation_set_modified (UiPresentation *presentation, gboolean is_modified)
{
  g_return_if_fail (UI_IS_PRESENTATION (presentation));

  presentation->is_modified = is_modified;
}

gboolean
ui_presentation_get_is_modified (UiPresentation *presentation)
{
  g_return_val_if_fail (UI_IS_PRESENTATION (presentation), FALSE);

  return presentation->is_modified && studio_scenes_get_n (presentation->scenes) > 0;
}

StudioStage *
ui_presentation_create_stage (UiPresentation *presentation)
{
  g_return_val_if_fail (UI_IS_PRESENTATION (presentation), NULL);

  return studio_stage_new (presentation->workspace, presentation->scenes);
}

StudioStage *
ui_presentation_get_stage (UiPresentation *presentation)
{
  g_return_val_if_fail (UI_IS_PRESENTATION (presentation), NULL);

  return presentation->stage;
}
