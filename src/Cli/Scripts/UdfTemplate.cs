namespace Ronchi.Cli.Scripts;

/// <summary>The file that <c>ronchi new udf</c> writes: a UDF that works, with a comment at everything that one would change.</summary>
internal static class UdfTemplate
{
    /// <summary>The text.</summary>
    /// <param name="name">Name of the class, a C# identifier.</param>
    /// <param name="file">Name of the file.</param>
    public static string Text(string name, string file) =>
        Template.Replace("NAME", name, StringComparison.Ordinal).Replace("FILE", file, StringComparison.Ordinal);

    private const string Template = """"
        // A UDF of your own. Try it, then change it:
        //
        //   ronchi demo --no-view
        //   ronchi run FILE ronchi-demo/scan_master.h5 --radius 30 -o bright.png --result bright
        //   ronchi run FILE --help          the record below gives the options
        //
        // Namespaces that a UDF needs (System.Linq, System.Numerics, Ronchi.Engine, Ronchi.Frames, …) are there without a using line.

        /// <summary>What the UDF asks for. Each parameter is an option: Radius is --radius. These comments are its help.</summary>
        /// <param name="Radius">Radius of the disk in pixels</param>
        /// <param name="Threshold">Values above this count as bright</param>
        /// <param name="Center">Centre of the disk; without it the middle of the detector</param>
        public sealed record NAMEParameters(double Radius = 20, double Threshold = 10, (double Row, double Column)? Center = null);

        /// <summary>For each scan position: the mean inside a disk, and how many of its pixels are brighter than a threshold; and the average frame.</summary>
        public sealed class NAME(NAMEParameters parameters) : Udf, IFrameUdf
        {
            public override string Name => "NAME";

            // Values come as double, whatever is stored (complex values excepted). Without this line they come as they are stored.
            public override ElementType? PreferredType => ElementType.F64;

            // What it computes. Scan: one entry for each scan position. Detector: one for each pixel. Single: one for the whole scan.
            // Detector and single results of different cores are added, unless the declaration says otherwise (MergeRule).
            public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) =>
            [
                new("mean", ResultKind.Scan, ElementType.F32) { Unit = data.ValueUnit },
                new("bright", ResultKind.Scan, ElementType.I32),
                new("total", ResultKind.Detector, ElementType.F64, Use: BufferUse.Private),
                new("frames", ResultKind.Detector, ElementType.I64, Use: BufferUse.Private),
                new("average", ResultKind.Detector, ElementType.F64, Use: BufferUse.ResultOnly) { Unit = data.ValueUnit },
            ];

            // Masked pixels and values that mean "no data" come as 0, and task.Measured() tells which pixels of a frame count. The line
            //     public override UnmeasuredValues Unmeasured => UnmeasuredValues.Kept;
            // gives all values as they are stored instead.

            // Made once for each core, before the first frame: tables and scratch memory. Here: which pixels lie in the disk.
            public override object CreateTaskData(DataDescription data, TileForm form)
            {
                var (rows, columns) = (data.Shape.Detector[0], data.Shape.Detector[1]);
                var center = parameters.Center ?? ((rows - 1) / 2.0, (columns - 1) / 2.0);
                var inside = new List<int>();
                for (var row = 0; row < rows; row++)
                {
                    for (var column = 0; column < columns; column++)
                    {
                        var (y, x) = (row - center.Row, column - center.Column);
                        var pixel = (int)((row * columns) + column);
                        if ((y * y) + (x * x) <= parameters.Radius * parameters.Radius)
                            inside.Add(pixel);
                    }
                }

                return inside.ToArray();
            }

            // Called for every frame, on all cores at once, in any order. Write into the views only: they belong to this frame.
            public void ProcessFrame(in Tile frame, UdfTask task)
            {
                var pixels = frame.Pixels<double>();
                var inside = (int[])task.TaskData!;
                var measured = task.Measured();   // a mean is over the pixels that were measured
                var (sum, count, bright) = (0.0, 0, 0);
                foreach (var pixel in inside)
                {
                    sum += pixels[pixel];
                    count += measured[pixel] ? 1 : 0;
                    if (pixels[pixel] > parameters.Threshold)
                        bright++;
                }

                task.View<float>(0)[0] = (float)(sum / count);   // NaN where nothing was measured
                task.View<int>(1)[0] = bright;

                var total = task.View<double>(2);
                var frames = task.View<long>(3);
                for (var i = 0; i < pixels.Length; i++)
                {
                    total[i] += pixels[i];
                    frames[i] += measured[i] ? 1 : 0;
                }
            }

            // From the merged buffers to the results; called whenever somebody looks, also while frames are still coming.
            public override IReadOnlyList<ResultArray> GetResults(UdfTask merged)
            {
                var frames = merged["frames"].Span<long>();
                var average = merged["total"].Span<double>().ToArray();
                for (var pixel = 0; pixel < average.Length; pixel++)
                    average[pixel] /= frames[pixel];   // NaN for masked pixels
                return [new("average", ResultKind.Detector, ElementType.F64, merged.Data.Shape.Detector, average)];   // mean and bright pass as they are
            }
        }

        """";
}
