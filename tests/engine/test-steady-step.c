/* SPDX-License-Identifier: MIT */
/* A steady step asks nobody for anything: no memory, no lock, no system call, in any form, precision or kernels.
 *
 * Memory and locks are counted by functions of this program that stand before those of the C library; system calls end a
 * child process that has given up all but reading, writing and exiting. */
#include "engine/generator.h"

#include "engine/kernels/kernels.h"
#include "tests/support/models.h"

#include <dlfcn.h>
#include <linux/seccomp.h>
#include <malloc.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define N_WARM_UP 3
#define N_STEPS 12
#define N_LANES 3

/* Under a sanitizer, whose own functions stand in these places, only system calls are looked for. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define CAN_COUNT FALSE
#else
#define CAN_COUNT TRUE
#endif

static struct {
  atomic_bool active;
  atomic_uint n_allocations;
  atomic_uint n_locks;
} counts;

static void
count (atomic_uint *counter)
{
  if (atomic_load_explicit (&counts.active, memory_order_relaxed))
    atomic_fetch_add (counter, 1);
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define EXPORT __attribute__ ((visibility ("default")))

void *__libc_malloc (size_t n);
void *__libc_calloc (size_t n, size_t size);
void *__libc_realloc (void *block, size_t n);
void *__libc_memalign (size_t alignment, size_t n);
void  __libc_free (void *block);

EXPORT void *
malloc (size_t n)
{
  count (&counts.n_allocations);
  return __libc_malloc (n);
}

EXPORT void *
calloc (size_t n, size_t size)
{
  count (&counts.n_allocations);
  return __libc_calloc (n, size);
}

EXPORT void *
realloc (void *block, size_t n)
{
  count (&counts.n_allocations);
  return __libc_realloc (block, n);
}

EXPORT void *
memalign (size_t alignment, size_t n)
{
  count (&counts.n_allocations);
  return __libc_memalign (alignment, n);
}

EXPORT void *
aligned_alloc (size_t alignment, size_t n)
{
  count (&counts.n_allocations);
  return __libc_memalign (alignment, n);
}

EXPORT int
posix_memalign (void **block, size_t alignment, size_t n)
{
  count (&counts.n_allocations);
  *block = __libc_memalign (alignment, n);
  return *block != NULL ? 0 : 12;
}

EXPORT void
free (void *block)
{
  count (&counts.n_allocations);
  __libc_free (block);
}

/* The C library's own; looked up once, before anything is counted. */
static struct {
  int (*lock) (pthread_mutex_t *);
  int (*wait) (pthread_cond_t *, pthread_mutex_t *);
  int (*signal) (pthread_cond_t *);
  int (*broadcast) (pthread_cond_t *);
} libc;

static void
look_up (void)
{
  *(void **) &libc.lock = dlsym (RTLD_NEXT, "pthread_mutex_lock");
  *(void **) &libc.wait = dlsym (RTLD_NEXT, "pthread_cond_wait");
  *(void **) &libc.signal = dlsym (RTLD_NEXT, "pthread_cond_signal");
  *(void **) &libc.broadcast = dlsym (RTLD_NEXT, "pthread_cond_broadcast");
}

EXPORT int
pthread_mutex_lock (pthread_mutex_t *mutex)
{
  if (libc.lock == NULL)
    look_up ();
  count (&counts.n_locks);
  return libc.lock (mutex);
}

EXPORT int
pthread_cond_wait (pthread_cond_t *condition, pthread_mutex_t *mutex)
{
  if (libc.wait == NULL)
    look_up ();
  count (&counts.n_locks);
  return libc.wait (condition, mutex);
}

EXPORT int
pthread_cond_signal (pthread_cond_t *condition)
{
  if (libc.signal == NULL)
    look_up ();
  count (&counts.n_locks);
  return libc.signal (condition);
}

EXPORT int
pthread_cond_broadcast (pthread_cond_t *condition)
{
  if (libc.broadcast == NULL)
    look_up ();
  count (&counts.n_locks);
  return libc.broadcast (condition);
}
#endif

static void
begin_counting (void)
{
  atomic_store (&counts.n_allocations, 0);
  atomic_store (&counts.n_locks, 0);
  atomic_store (&counts.active, TRUE);
}

static void
end_counting (void)
{
  atomic_store (&counts.active, FALSE);
}

/* One way to run, ready to take steps. */
typedef struct {
  WeftTeam *team;
  WeftGenerator *generator;
} Runner;

static void
take_steps (Runner *runner, guint n)
{
  static const WeftSampling sampling = WEFT_SAMPLING_INIT;

  for (guint i = 0; i < n; i++)
    g_assert_true (weft_generator_next (runner->generator, &sampling, NULL));
}

static void
runner_init (Runner *runner, WeftModel *model, WeftForm form, guint n_members)
{
  GError *error = NULL;

  runner->team = weft_team_new (n_members, &error);
  g_assert_no_error (error);
  runner->generator = weft_generator_new (model, form, N_LANES, runner->team, &error);
  g_assert_no_error (error);
  weft_generator_begin (runner->generator, 1, 0);
  take_steps (runner, N_WARM_UP);
}

static void
runner_clear (Runner *runner)
{
  weft_generator_free (runner->generator);
  weft_team_free (runner->team);
}

/* Runs @func in a child that may only read, write and exit. Returns: whether it came to its end. */
static gboolean
survives (void (*func) (gpointer), gpointer data)
{
  const pid_t child = fork ();
  int status;

  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      if (prctl (PR_SET_SECCOMP, SECCOMP_MODE_STRICT) != 0)
        _exit (1);
      func (data);
      syscall (SYS_exit, 0);
    }

  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_false (WIFEXITED (status) && WEXITSTATUS (status) != 0);
  return WIFEXITED (status);
}

static void
take_steps_cb (gpointer data)
{
  take_steps (data, N_STEPS);
}

static void
check_runner (WeftModel *model, WeftForm form)
{
  Runner alone, together;

  runner_init (&alone, model, form, 1);
  g_assert_true (survives (take_steps_cb, &alone));

  begin_counting ();
  take_steps (&alone, N_STEPS);
  end_counting ();
  g_assert_cmpuint (counts.n_allocations, ==, 0);
  g_assert_cmpuint (counts.n_locks, ==, 0);
  runner_clear (&alone);

  /* Members that wait long may park, which takes a lock; memory they never ask for. */
  runner_init (&together, model, form, 2);
  begin_counting ();
  take_steps (&together, N_STEPS);
  end_counting ();
  g_assert_cmpuint (counts.n_allocations, ==, 0);
  runner_clear (&together);
}

static void
check_model (const TestModel *row, WeftPrecision precision)
{
  g_autoptr (WeftCheckpoint) checkpoint = test_model_open (row, 7);
  g_autoptr (WeftModel) model = test_model_load (checkpoint, precision);

  for (WeftForm form = WEFT_FORM_LINEAR; form <= WEFT_FORM_SOFTMAX_RECOMPUTED; form++)
    {
      g_test_message ("%s, %s, %s, %s", row->name, weft_form_to_string (form), weft_precision_to_string (precision),
                      weft_model_get_kernels_name (model));
      check_runner (model, form);
    }
}

static void
test_steady (gconstpointer data)
{
  const WeftKernels *kernels = data;
  guint n_models;
  const TestModel *models = test_models_get (&n_models);

  g_setenv ("WEFT_KERNELS", kernels->name, TRUE);
  for (guint m = 0; m < n_models; m++)
    for (WeftPrecision precision = WEFT_PRECISION_F32; precision <= WEFT_PRECISION_INT8; precision++)
      check_model (&models[m], precision);
  g_unsetenv ("WEFT_KERNELS");
}

static void
ask_for_id_cb (gpointer data)
{
  syscall (SYS_getppid);
}

static void
do_nothing_cb (gpointer data)
{
}

/* What the other tests rely on: asking is noticed. */
static void
test_noticed (void)
{
  static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  void *volatile block;

  g_assert_true (survives (do_nothing_cb, NULL));
  g_assert_false (survives (ask_for_id_cb, NULL));

  begin_counting ();
  block = g_malloc (100);
  g_free (block);
  pthread_mutex_lock (&mutex);
  pthread_mutex_unlock (&mutex);
  end_counting ();
  g_assert_cmpuint (counts.n_allocations, ==, CAN_COUNT ? 2 : 0);
  g_assert_cmpuint (counts.n_locks, ==, CAN_COUNT ? 1 : 0);
}

int
main (int argc, char **argv)
{
  const WeftKernels *list[WEFT_KERNELS_MAX];

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/steady-step/noticed", test_noticed);

  weft_kernels_list (list);
  for (guint i = 0; list[i] != NULL; i++)
    {
      g_autofree char *path = g_strdup_printf ("/steady-step/%s", list[i]->name);

      g_test_add_data_func (path, list[i], test_steady);
    }

  return g_test_run ();
}
