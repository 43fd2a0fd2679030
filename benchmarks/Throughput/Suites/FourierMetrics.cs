using Ronchi.Kernels.Fourier;

namespace Ronchi.Throughput.Suites;

/// <summary>Fourier transforms of one image in single precision, one thread.</summary>
internal static class FourierMetrics
{
    private const string Setup =
        "import numpy as np\nr = np.random.default_rng(1)\ntry:\n import scipy.fft as f\nexcept ImportError:\n f = np.fft\n";

    public static void Run(SuiteRun suite)
    {
        Transform(suite, "fft-256", 256, 256, 0.25);
        Transform(suite, "fft-192", 192, 192, null);
        Transform(suite, "fft-251", 251, 251, null);
        Real(suite, "rfft-256", 256);
    }

    private static void Transform(SuiteRun suite, string metric, int rows, int columns, double? target)
    {
        if (!suite.Wants(metric))
            return;
        var plan = new Fourier2D<float>(rows, columns);
        var random = new Random(1);
        float[] pairs = [.. Enumerable.Range(0, 2 * rows * columns).Select(_ => random.NextSingle())],
            scratch = new float[plan.ScratchLength];
        // There and back, so that values stay as they are: half of that is one transform.
        Record(suite, metric, Best(() =>
        {
            plan.Transform(pairs, scratch);
            plan.Transform(pairs, scratch, inverse: true);
        }) / 2, target, $"x = (r.random(({rows}, {columns})) + 1j).astype(np.complex64)", "f.fft2(x)");
    }

    private static void Real(SuiteRun suite, string metric, int side)
    {
        if (!suite.Wants(metric))
            return;
        var plan = new Fourier2D<float>(side, side);
        var random = new Random(1);
        float[] image = [.. Enumerable.Range(0, side * side).Select(_ => random.NextSingle())],
            half = new float[2 * side * plan.HalfColumns], scratch = new float[plan.ScratchLength];
        Record(
            suite, metric, Best(() => plan.TransformReal(image, half, scratch)), null,
            $"x = r.random(({side}, {side})).astype(np.float32)", "f.rfft2(x)");
    }

    private static double Best(Action action) => Rounds.Interleaved(TimeSpan.FromSeconds(0.5), action)[0].Best;

    private static void Record(SuiteRun suite, string metric, double seconds, double? target, string data, string statement)
    {
        double? theirs = PythonPeer.BestSeconds(Setup + data, statement);
        suite.Record(
            metric,
            seconds * 1e3,
            "ms",
            Better.Lower,
            target,
            theirs is { } peer ? new Anchor("scipy.fft, one thread", peer * 1e3, "same run") : null);
    }
}
