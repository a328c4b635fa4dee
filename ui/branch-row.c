/* SPDX-License-Identifier: MIT */
/* A row names only what is its own: what it has in common with the branch before it is told by its place. */
#include "ui/branch-row.h"

#include "ui/pixels.h"
#include "ui/surgery-text.h"

#include <glib/gi18n.h>

#define INDENT 12   /* logical pixels a branch stands to the right of the one before it ... */
#define MAX_DEPTH 4 /* ... as long as there is room */

struct _UiBranchRow {
  GtkListBoxRow parent_instance;

  /* template */
  GtkWidget *box;
  UiThumbnail *thumbnail;
  GtkLabel *title;
  GtkLabel *facts;
  GtkWidget *mark;

  StudioBranch *branch; /* owned */
};

G_DEFINE_FINAL_TYPE (UiBranchRow, ui_branch_row, GTK_TYPE_LIST_BOX_ROW)

char *
ui_branch_dup_title (StudioBranch *branch)
{
  StudioJob *job = studio_branch_get_job (branch);
  StudioBranch *parent = studio_branch_get_parent (branch);
  g_autoptr (StudioRecipe) recipe = studio_branch_dup_recipe (branch);
  const StudioSurgery *surgery = studio_surgeries_find (recipe->surgeries, studio_branch_get_n_common (branch));
  const guint n_lanes = studio_job_get_n_lanes (job);
  const guint pixel = studio_branch_get_n_common (branch)
                      / weft_config_get_n_channels (weft_model_get_config (studio_job_get_model (job)));

  if (parent == NULL && n_lanes == 1)
    return g_strdup (_("First picture"));
  if (parent == NULL)
    return g_strdup_printf (ngettext ("%u first picture", "%u first pictures", n_lanes), n_lanes);
  if (surgery != NULL && surgery->kind == STUDIO_SURGERY_BLEND)
    return g_strdup_printf (_("Blend at pixel %u"), pixel);
  if (surgery != NULL)
    return g_strdup_printf (_("Other memory at pixel %u"), pixel);
  if (n_lanes > 1)
    return g_strdup_printf (_("Fan of %u at pixel %u"), n_lanes, pixel);
  if (studio_job_get_n_lanes (studio_branch_get_job (parent)) > 1)
    return g_strdup_printf (_("Chosen at pixel %u"), pixel);
  return g_strdup_printf (_("Branch at pixel %u"), pixel);
}

char *
ui_branch_dup_facts (StudioBranch *branch)
{
  g_autoptr (StudioRecipe) recipe = studio_branch_dup_recipe (branch);
  const guint n_common = studio_branch_get_n_common (branch);
  const StudioSurgery *surgery = studio_surgeries_find (recipe->surgeries, n_common);
  g_autofree char *seed_text = NULL;
  guint64 seed, image;
  guint8 value;

  if (surgery != NULL)
    return ui_surgery_dup_text (surgery, &recipe->shape);

  studio_recipe_get_address (recipe, G_MAXUINT, &seed, &image);
  seed_text = g_strdup_printf ("%" G_GUINT64_FORMAT, seed);
  if (n_common > 0 && studio_recipe_find_override (recipe, n_common, &value))
    /* Translators: a value put in by hand, the seed, the temperature. */
    return g_strdup_printf (_("value %u · seed %s · T %.2f"), value, seed_text,
                            studio_recipe_get_temperature (recipe, n_common));

  /* Translators: the seed, the temperature. */
  return g_strdup_printf (_("seed %s · T %.2f"), seed_text, studio_recipe_get_temperature (recipe, n_common));
}

static void
tell (UiBranchRow *row, gboolean is_present)
{
  const char *title = gtk_label_get_text (row->title), *facts = gtk_label_get_text (row->facts);
  /* Translators: what a branch is, and its seed and temperature. */
  g_autofree char *name = is_present ? g_strdup_printf (_("%s, %s, shown"), title, facts)
                                     : g_strdup_printf (_("%s, %s"), title, facts);

  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

void
ui_branch_row_sync (UiBranchRow *row, gboolean is_present)
{
  StudioJob *job = studio_branch_get_job (row->branch);
  WeftModel *model = studio_job_get_model (job);
  g_autoptr (StudioFrame) frame = studio_job_dup_frame (job);
  g_autofree char *facts = ui_branch_dup_facts (row->branch);

  ui_thumbnail_set_frame (row->thumbnail, weft_model_get_config (model), weft_model_get_palette (model), frame,
                          studio_branch_get_left_lane (row->branch));
  gtk_label_set_text (row->facts, facts);
  gtk_widget_set_opacity (row->mark, is_present ? 1 : 0);
  tell (row, is_present);
}

StudioBranch *
ui_branch_row_get_branch (UiBranchRow *row)
{
  g_return_val_if_fail (UI_IS_BRANCH_ROW (row), NULL);

  return row->branch;
}

static void
ui_branch_row_finalize (GObject *object)
{
  g_object_unref (UI_BRANCH_ROW (object)->branch);
  G_OBJECT_CLASS (ui_branch_row_parent_class)->finalize (object);
}

static void
ui_branch_row_class_init (UiBranchRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (UI_TYPE_THUMBNAIL);
  G_OBJECT_CLASS (klass)->finalize = ui_branch_row_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/weft_studio/Weft/branch-row.ui");
  gtk_widget_class_bind_template_child (widget_class, UiBranchRow, box);
  gtk_widget_class_bind_template_child (widget_class, UiBranchRow, thumbnail);
  gtk_widget_class_bind_template_child (widget_class, UiBranchRow, title);
  gtk_widget_class_bind_template_child (widget_class, UiBranchRow, facts);
  gtk_widget_class_bind_template_child (widget_class, UiBranchRow, mark);
}

static void
ui_branch_row_init (UiBranchRow *row)
{
  gtk_widget_init_template (GTK_WIDGET (row));
}

GtkWidget *
ui_branch_row_new (StudioBranch *branch)
{
  UiBranchRow *row = g_object_new (UI_TYPE_BRANCH_ROW, NULL);
  g_autofree char *title = ui_branch_dup_title (branch);

  row->branch = g_object_ref (branch);
  gtk_label_set_text (row->title, title);
  gtk_widget_set_margin_start (row->box, (int) (INDENT * MIN (studio_branch_get_depth (branch), MAX_DEPTH)));
  return GTK_WIDGET (row);
}
