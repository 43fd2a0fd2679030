namespace Ronchi.Throughput.Suites;

/// <summary>
/// A UDF from a C# file: how soon its first result is there, and how fast it runs beside the same as a built-in analysis.
/// </summary>
internal static class ScriptMetrics
{
    private const string Kernel = """
        public sealed class ScriptSum : Udf, IStackUdf
        {
            public override string Name => "script-sum";

            public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) => [new("intensity", ResultKind.Detector, ElementType.U64)];

            public void ProcessStack(in Tile tile, UdfTask task) => PixelSum.Add(tile.Pixels<ushort>(), task.View<ulong>(0));
        }
        """;

    private const string Loop = """
        public sealed class LoopSum : Udf, IFrameUdf
        {
            public override string Name => "loop-sum";

            public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) => [new("intensity", ResultKind.Detector, ElementType.U64)];

            public void ProcessFrame(in Tile frame, UdfTask task)
            {
                var pixels = frame.Pixels<ushort>();
                var sums = task.View<ulong>(0);
                for (var i = 0; i < pixels.Length; i++)
                    sums[i] += pixels[i];
            }
        }
        """;

    public static void Run(SuiteRun suite, string path)
    {
        string[] names = ["script-udf-first", "script-udf-speed", "script-udf-loop"];
        if (!names.Any(suite.Wants))
            return;
        string kernel = path + ".kernel.cs", loop = path + ".loop.cs", small = path + ".short";
        File.WriteAllText(kernel, Kernel);
        File.WriteAllText(loop, Loop);
        string[] layout = ["--frame-shape", "128x128", "--dtype", "u16"];
        if (suite.Wants("script-udf-first"))
        {
            using (var whole = File.OpenRead(path))
            using (var part = File.Create(small))
            {
                byte[] frames = new byte[64 * 128 * 128 * sizeof(ushort)];
                whole.ReadExactly(frames);
                part.Write(frames);
            }

            suite.Time("script-udf-first", Unit.Seconds, 1, () => RonchiProcess.Run(["run", kernel, small, .. layout]), 2);
        }

        if (suite.Wants("script-udf-speed"))
            suite.Record("script-udf-speed", Best("sum", path, layout) / Best(kernel, path, layout), "× built-in sum", Better.Higher, 0.8);
        if (suite.Wants("script-udf-loop"))
            suite.Record("script-udf-loop", Best("sum", path, layout) / Best(loop, path, layout), "× built-in sum", Better.Higher);
    }

    private static double Best(string analysis, string path, string[] layout)
    {
        double best = double.MaxValue;
        for (int round = 0; round < Rounds.Fewest; round++)
            best = Math.Min(best, RonchiProcess.RunSeconds(["run", analysis, path, .. layout]));
        return best;
    }
}
