/*
 * The inner loop of the sketch in C: what a compiler that knows this very processor makes of it. Prints nanoseconds a
 * sample for one thread, margins at hand in the cache. cc -O3 -march=native bench/floor.c -o floor -lm
 */
#include <emmintrin.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { SAMPLES = 1 << 14, PAGES = 840, ROUNDS = 1000 };

static double margins[SAMPLES];
static double *pages[PAGES];

__attribute__((noinline)) static void accumulate(void) {
  for (int i = 0; i < SAMPLES; i++) {
    double s = margins[i] * 8, whole = floor(s);
    int bin = (int)whole + 512;
    double *at = pages[bin >> 3] + ((bin & 7) << 4);
    double d = 2 * (s - whole) - 1, t2 = 2 * d * d - 1, t3 = 2 * t2 * d - d, t4 = 2 * t2 * t2 - 1;
    __m128d factor = _mm_set1_pd(2 * t4), p[7];
    p[0] = _mm_set_pd(d, 1);
    p[1] = _mm_set_pd(t3, t2);
    p[2] = _mm_sub_pd(_mm_mul_pd(factor, p[0]), _mm_set_pd(t3, t4));
    p[3] = _mm_sub_pd(_mm_mul_pd(factor, p[1]), _mm_set_pd(d, t2));
    for (int k = 4; k < 7; k++) p[k] = _mm_sub_pd(_mm_mul_pd(factor, p[k - 2]), p[k - 4]);
    for (int k = 0; k < 7; k++) _mm_storeu_pd(at + 2 * k, _mm_add_pd(_mm_loadu_pd(at + 2 * k), p[k]));
    at[14] += 1;
  }
}

int main(void) {
  for (int i = 0; i < PAGES; i++) pages[i] = calloc(128, sizeof(double));
  srand(1);
  for (int i = 0; i < SAMPLES; i++) {
    double sum = 0;
    for (int k = 0; k < 12; k++) sum += rand() / (RAND_MAX + 1.0);
    margins[i] = 6 + 2.5 * (sum - 6);
  }
  struct timespec from, to;
  clock_gettime(CLOCK_MONOTONIC, &from);
  for (int round = 0; round < ROUNDS; round++) accumulate();
  clock_gettime(CLOCK_MONOTONIC, &to);
  printf("%.2f\n", ((to.tv_sec - from.tv_sec) * 1e9 + to.tv_nsec - from.tv_nsec) / ROUNDS / SAMPLES);
  return 0;
}
