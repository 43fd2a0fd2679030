using Ronchi.Analyses.Statistics;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Pictures;
using Ronchi.Sources.Synthetic;

namespace Ronchi.Cli.Commands;

/// <summary>The page of the demo: what was measured above, the truth below.</summary>
internal static class DemoFigure
{
    private const int Side = 384;

    public static Figure Of(ResultSet results, Simulation simulation, IReadOnlyList<Axis> scanAxes)
    {
        var s = simulation.Settings;
        int rows = s.ScanRows, columns = s.ScanColumns;
        var scan = scanAxes.Count > 1 ? scanAxes[1] : new Axis("scan column", s.StepNm, Unit: "nm");
        var detector = new Axis("detector column", s.MradPerPixel, Unit: "mrad");
        double[] trueRow = Truth("deflection_row"), trueColumn = Truth("deflection_column");
        double[] row = Numbers("field_y"), column = Numbers("field_x");
        var lengths = Length(trueRow, trueColumn);
        var largest = lengths.Max();
        var vectors = new VectorPictureOptions { Largest = largest, MinimumSide = Side };
        var magnitude = new PictureOptions { Map = ColorMap.Magma, Low = 0, High = largest, MinimumSide = Side };
        var image = new PictureOptions { MinimumSide = Side };
        return new Figure { Title = "Simulated scan of a bent crystal with particles: measured, and the truth", PanelsPerRow = 4 }
            .Add(new("Bright field", Image(Numbers("bf"), image)) { Axis = scan, ValueLabel = "electrons" })
            .Add(new("Annular dark field", Image(Numbers("adf"), image)) { Axis = scan, ValueLabel = "electrons" })
            .Add(new("Centre of mass, magnitude", Image(Numbers("magnitude"), magnitude)) { Axis = scan, ValueLabel = "pixels" })
            .Add(new("Centre of mass, direction", VectorPicture.Render(row, column, rows, columns, vectors))
            {
                Axis = scan,
                ValueLabel = "pixels",
            })
            .Add(new(
                "Sum of all patterns (log)",
                ImagePicture.Render(
                    Numbers(Sum.Result), s.DetectorRows, s.DetectorColumns, PictureOptions.ForDetector with { MinimumSide = Side }))
            {
                Axis = detector,
                ValueLabel = "electrons",
            })
            .Add(new("True thickness", Image(Truth("thickness"), image)) { Axis = scan, ValueLabel = "nm" })
            .Add(new("True deflection, magnitude", Image(lengths, magnitude)) { Axis = scan, ValueLabel = "pixels" })
            .Add(new(
                "True deflection, direction", VectorPicture.Render(trueRow, trueColumn, rows, columns, vectors with { ArrowSpacing = 12 }))
            {
                Axis = scan,
                ValueLabel = "pixels",
            });

        double[] Numbers(string name) => NamedArray.Of(results[name]).ToDoubles();

        double[] Truth(string name) => Array.ConvertAll(SimulationTruth.Map(simulation, name), static value => (double)value);

        ImagePicture Image(double[] values, PictureOptions options) => ImagePicture.Render(values, rows, columns, options);
    }

    private static double[] Length(double[] row, double[] column)
    {
        var lengths = new double[row.Length];
        for (var i = 0; i < lengths.Length; i++)
            lengths[i] = double.Hypot(row[i], column[i]);
        return lengths;
    }
}
