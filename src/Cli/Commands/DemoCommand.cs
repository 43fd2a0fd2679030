using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Ronchi.Analyses.Statistics;
using Ronchi.Analyses.VirtualImaging;
using Ronchi.Engine;
using Ronchi.Signals;
using Ronchi.Signals.Export;
using Ronchi.Sources.Dectris;
using Ronchi.Sources.Synthetic;

namespace Ronchi.Cli.Commands;

/// <summary><c>ronchi demo</c>: makes a small synthetic scan on disk and computes what this program computes from it.</summary>
internal static class DemoCommand
{
    private const string MasterName = "scan_master.h5";
    private const int PictureSide = 384;
    private const double InnerRadius = 20;
    private const double OuterRadius = 46;
    private static readonly SyntheticScanSettings Settings = new();

    public static Command Create()
    {
        var command = new Command("demo", "Makes a small synthetic scan and shows what it holds");
        var folder = new Option<string>("--output", "-o") { HelpName = "FOLDER", Description = "Where everything goes", DefaultValueFactory = static _ => "ronchi-demo" };
        command.Add(folder);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await RunAsync(parsed.GetValue(folder)!, cancellationToken);
            return 0;
        });
        return command;
    }

    private static async Task RunAsync(string folder, CancellationToken cancellationToken)
    {
        if (File.Exists(folder))
            throw new IOException($"{folder}: a file; name a folder.");
        Directory.CreateDirectory(folder);
        var master = Path.Combine(folder, MasterName);
        var clock = Stopwatch.StartNew();
        await Task.Run(
            () =>
            {
                try
                {
                    Record(master, cancellationToken);
                }
                catch (AggregateException e) when (e.InnerExceptions[0] is IOException inner)
                {
                    throw AtomicFile.Failed(master, inner);
                }
                catch (IOException e)
                {
                    throw AtomicFile.Failed(master, e);
                }
            },
            cancellationToken);
        Step(clock, $"made a scan of {Settings.ScanRows} × {Settings.ScanColumns} frames of {Settings.DetectorRows} × {Settings.DetectorColumns} pixels: gold particles on carbon");
        Detail($"{master}, {Megabytes(Pixels * (long)sizeof(ushort))}, {Megabytes(StoredBytes(folder))} on disk");

        await using var session = new Session();
        var scan = await session.OpenAsync(master, cancellationToken: cancellationToken);
        Step(clock, $"opened it: {scan.Info.Format}, {scan.Info.Storage}, {scan.Info.Files.Length} files");
        Detail($"{scan.Source.Validity.MaskedPixels?.Count ?? 0} bad pixels are left out of everything");

        var (row, column) = ((Settings.DetectorRows - 1) / 2.0, (Settings.DetectorColumns - 1) / 2.0);
        var images = await scan.RunAsync(
            new VirtualImage(
                VirtualDetector.Disk(row, column, Settings.DiskRadius).Named("bf").On(scan.Shape.Detector),
                VirtualDetector.Annulus(row, column, InnerRadius, OuterRadius).Named("adf").On(scan.Shape.Detector)),
            cancellationToken);
        Rate(clock, "bright field and annular dark field in one pass");
        var sum = await scan.RunAsync(new Sum(), cancellationToken);
        Rate(clock, "sum pattern");

        var (bf, adf, pattern) = (NamedArray.Of(images["bf"]), NamedArray.Of(images["adf"]), NamedArray.Of(sum[Sum.Result]));
        Contrast(bf, "bright field", "dark where the particles scatter electrons out of the disk");
        Contrast(adf, "dark field", "bright at the gold columns, darkest in the hole of the film");
        ArrayFile.Save(Path.Combine(folder, "bf.npy"), [bf], overwrite: true);
        ArrayFile.Save(Path.Combine(folder, "adf.npy"), [adf], overwrite: true);
        ArrayFile.Save(Path.Combine(folder, "sum.npy"), [pattern], overwrite: true);
        ImagePicture[] pictures = [Draw(folder, bf, ResultKind.Scan), Draw(folder, adf, ResultKind.Scan), Draw(folder, pattern, ResultKind.Detector)];
        using (var overview = new AtomicFile(Path.Combine(folder, "overview.png"), overwrite: true))
        {
            PictureRow.WritePng(overview.Stream, pictures);
            overview.Complete();
        }

        Step(clock, $"wrote bf, adf and sum as .npy and .png, and overview.png, into {folder}");
        Console.Out.WriteLine($"next: ./ronchi info {master}");
    }

    private static long Pixels => (long)Settings.ScanRows * Settings.ScanColumns * Settings.DetectorRows * Settings.DetectorColumns;

    private static void Record(string master, CancellationToken cancellationToken)
    {
        var scan = new SyntheticScan(Settings);
        var recording = new EigerRecording(Settings.ScanRows, Settings.ScanColumns, Settings.DetectorRows, Settings.DetectorColumns)
        {
            FramesPerFile = 10_000,
            VoltageVolts = Settings.VoltageKv * 1000,
            FrameTimeSeconds = 1e-4,
            StepNanometres = Settings.StepNm,
            MaskedPixels = [.. Settings.DeadPixels.Select(static pixel => (pixel.Row * Settings.DetectorColumns) + pixel.Column)],
        };
        using var writer = new EigerFileWriter(master, recording, overwrite: true);
        Parallel.For(0, Settings.ScanRows, new ParallelOptions { CancellationToken = cancellationToken }, row =>
        {
            var frame = new ushort[Settings.DetectorRows * Settings.DetectorColumns];
            for (var column = 0; column < Settings.ScanColumns; column++)
            {
                scan.Record(row, column, frame);
                writer.Write((row * Settings.ScanColumns) + column, frame);
            }
        });
        writer.Complete();
    }

    private static ImagePicture Draw(string folder, NamedArray array, ResultKind kind)
    {
        var picture = ImagePicture.Render(array.ToDoubles(), (int)array.Shape[0], (int)array.Shape[1], PictureOptions.For(kind) with { MinimumSide = PictureSide });
        using var file = new AtomicFile(Path.Combine(folder, array.Name + ".png"), overwrite: true);
        picture.WritePng(file.Stream);
        file.Complete();
        return picture;
    }

    private static long StoredBytes(string folder) =>
        Directory.EnumerateFiles(folder, "scan*.h5").Sum(static path => new FileInfo(path).Length);

    private static void Contrast(NamedArray image, string name, string meaning)
    {
        var values = image.ToDoubles();
        Detail(string.Create(CultureInfo.InvariantCulture, $"{name}: {values.Min():N0} to {values.Max():N0} electrons, mean {values.Average():N0}: {meaning}"));
    }

    private static void Rate(Stopwatch clock, string what) =>
        Step(clock, what, string.Create(CultureInfo.InvariantCulture, $", {Settings.ScanRows * Settings.ScanColumns / clock.Elapsed.TotalSeconds:N0} frames/s"));

    private static void Step(Stopwatch clock, string what, string more = "")
    {
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed.TotalSeconds,6:0.00} s  {what}{more}"));
        clock.Restart();
    }

    private static void Detail(string text) => Console.Out.WriteLine($"          {text}");

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB");
}
