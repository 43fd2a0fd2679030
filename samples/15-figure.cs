// Draws a page of panels from formulas: images with colour bars, a pattern, vector fields. No data are needed.
//
//   dotnet run samples/15-figure.cs - docs/images
#:project ../src/Signals/Ronchi.Signals.csproj
#:property DisableTransitiveProjectReferences=false
#:property PublishAot=false

using Ronchi.Frames;
using Ronchi.Pictures;

const int Side = 384, Positions = 96, Pixels = 128;
(double Row, double Column, double Size, double Depth)[] particles = [
    (23, 30, 9, 0.7), (32, 74, 7, 0.8), (49, 49, 7, 0.95), (60, 66, 11, 0.6), (71, 22, 8, 0.75)];

var scan = new Axis("scan column", 0.5, Unit: "nm");
var random = new Random(1);
double[] bright = new double[Positions * Positions], strain = new double[bright.Length],
    down = new double[bright.Length], right = new double[bright.Length];
for (var at = 0; at < bright.Length; at++)
{
    double transmitted = 1;
    foreach (var (row, column, size, depth) in particles)
    {
        var (y, x) = (((at / Positions) - row) / size, ((at % Positions) - column) / size);
        var bump = depth * Math.Exp(-((y * y) + (x * x)) / 2);
        transmitted *= 1 - bump;
        strain[at] += 0.012 * bump * (y + (0.4 * x));
        (down[at], right[at]) = (down[at] + (1.6 * bump * y), right[at] + (1.6 * bump * x));
    }

    bright[at] = 2000 * transmitted * (1 + (0.01 * (random.NextDouble() - 0.5)));
}

var pattern = new double[Pixels * Pixels];
for (var at = 0; at < pattern.Length; at++)
{
    double row = (at / Pixels) - (Pixels / 2), column = (at % Pixels) - (Pixels / 2);
    double y = row - (Math.Round(row / 18) * 18), x = column - (Math.Round(column / 18) * 18);
    var order = double.Hypot(Math.Round(row / 18), Math.Round(column / 18));
    pattern[at] = (80000 * Math.Exp(-1.7 * order * Math.Sqrt(order)) / (1 + Math.Exp(3 * (double.Hypot(y, x) - 6))))
        + (3 * Math.Exp(-double.Hypot(row, column) / 30));
}

var image = new PictureOptions { MinimumSide = Side };
var vectors = new VectorPictureOptions { MinimumSide = Side };
ImagePicture Image(double[] values, PictureOptions options) => ImagePicture.Render(values, Positions, Positions, options);
var figure = new Figure { Title = "A page of panels, drawn from formulas", PanelsPerRow = 3 }
    .Add(new("Bright field", Image(bright, image)) { Axis = scan, ValueLabel = "electrons" })
    .Add(new("Sum pattern (log)", ImagePicture.Render(pattern, Pixels, Pixels, PictureOptions.ForDetector with { MinimumSide = Side }))
    {
        Axis = new("detector column", 0.7, Unit: "mrad"),
        ValueLabel = "electrons",
    })
    .Add(new("Centre of mass", VectorPicture.Render(down, right, Positions, Positions, vectors)) { Axis = scan, ValueLabel = "mrad" })
    .Add(new("Strain ε", Image(strain, image with { Map = ColorMap.Coolwarm })) { Axis = new("scan column", 8, Unit: "nm") })
    .Add(new(
        "Pattern, square root",
        ImagePicture.Render(
            pattern, Pixels, Pixels, image with { Map = ColorMap.Viridis, Scale = PictureScale.Power, HighPercentile = 100 }))
    {
        Axis = new("detector column", 0.15, Unit: "1/nm"),
        ValueLabel = "electrons",
    })
    .Add(new(
        "Field with arrows", VectorPicture.Render(down, right, Positions, Positions, vectors with { ArrowSpacing = 8, HasWheel = false }))
    {
        Axis = new("scan column", 0.5, Unit: "A"),
        ValueLabel = "mrad",
    });

var path = Path.Combine(args.Length > 1 ? args[1] : ".", "figure.png");
using (var file = File.Create(path))
    figure.WritePng(file);
Console.WriteLine($"{path}: {figure.Panels.Count} panels");
return 0;
