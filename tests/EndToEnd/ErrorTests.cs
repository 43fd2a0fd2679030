using System.Diagnostics;
using System.Runtime.Versioning;
using Xunit;

namespace Ronchi.EndToEnd;

[UnsupportedOSPlatform("windows")]
public sealed class ErrorTests(BrokenFiles files) : IClassFixture<BrokenFiles>
{
    private const string Scan = "ronchi-demo/scan_master.h5";
    private const string Ring = "annulus:47,47,30,40";

    // How each situation of the page comes about.
    private static readonly Dictionary<string, string[]> Situations = new(BrokenScans.Situations, StringComparer.Ordinal)
    {
        ["no such file"] = ["info", "nothing.h5"],
        ["a folder"] = ["info", "folder.npy"],
        ["folder of several kinds"] = ["info", "kinds"],
        ["pattern that nothing matches"] = ["info", "nothing_*.h5"],
        ["series with a misfit"] = ["info", "?????.npy"],
        ["series with too few values"] = ["info", "series/*.npy", "--series-values", "values.csv"],
        ["series without values"] = ["info", "series/*.npy", "--series-values", "words.csv"],
        ["empty file"] = ["info", "empty.h5"],
        ["not a known format"] = ["info", "text.h5"],
        ["format that is known but not read"] = ["info", "other.fits"],
        ["pipe, socket or device"] = ["info", "/dev/zero"],
        ["option that the format does not use"] = ["info", Scan, "--map"],
        ["no folder of data files"] = ["info", Scan, "--data-folder", "nowhere"],
        ["broken calibration beside the data"] = ["info", "marked.npy"],
        ["folder that fills, without numbers"] = ["info", "series", "--follow"],
        ["format that is not followed"] = ["info", "no-shape.toml", "--follow"],
        ["number of detector axes that a format does not use"] = ["info", "no-shape.toml", "--detector-axes", "1"],
        ["colours where there are none"] = ["run", "sum", "other.npy", "--color", "0"],
        ["frames in colour where rows and columns are needed"] = ["run", "com", "other.npy", "--detector-axes", "3"],
        ["luminance of other colours"] = ["run", "sum", "two-frames.npy", "--detector-axes", "3", "--color", "luminance"],
        ["colour that there is not"] = ["run", "sum", "other.npy", "--detector-axes", "3", "--color", "9"],
        ["not a colour"] = ["run", "sum", "other.npy", "--detector-axes", "3", "--color", "red"],
        ["waiting for nothing"] = ["info", Scan, "--wait", "5"],
        ["truncated master"] = ["info", "truncated-master/scan_master.h5"],
        ["truncated data file"] = ["run", "sum", "truncated-data/scan_master.h5", "-o", "new.npy"],
        ["truncated NumPy file"] = ["info", "cut.npy"],
        ["damaged chunk"] = ["run", "sum", "damaged.zarr", "-o", "new.npy"],
        ["damaged description of an array"] = ["info", "described.zarr"],
        ["array in a codec that is not read"] = ["info", "lzma.zarr"],
        ["array outside its store"] = ["info", "damaged.zarr", "--dataset", "../other.npy"],
        ["no such array in a store"] = ["info", "damaged.zarr", "--dataset", "c"],
        ["truncated TIFF"] = ["info", "cut.tif"],
        ["TIFF whose pages are of few kinds"] = ["info", "page.tif", "--dataset", "7"],
        ["truncated PNG"] = ["info", "cut.png"],
        ["text of rows of unequal lengths"] = ["info", "uneven.txt"],
        ["Ripple without values"] = ["info", "alone.rpl"],
        ["sparse rows: missing line"] = ["info", "no-shape.toml"],
        ["sparse rows: missing file"] = ["info", "no-file.toml"],
        ["sparse rows: file elsewhere"] = ["info", "elsewhere.toml"],
        ["Gatan file that is cut"] = ["info", "cut.dm3"],
        ["Gatan file without images"] = ["info", "none.dm3"],
        ["missing external file"] = ["info", "missing/scan_master.h5"],
        ["damaged frame"] = ["run", "sum", "damaged/scan_master.h5", "-o", "new.npy"],
        ["unsupported type"] = ["info", "half.npy"],
        ["array without frames"] = ["info", "no-frames.npy"],
        ["link without end"] = ["info", "loop.npy"],
        ["empty name"] = ["info", ""],
        ["empty name of another file"] = ["run", "sum", Scan, "--pixel-mask", ""],
        ["complex values"] = ["info", "complex.npy"],
        ["too few axes"] = ["info", "exists.npy"],
        ["no frames inside"] = ["info", "none.h5"],
        ["several datasets"] = ["info", "two.h5"],
        ["no such dataset"] = ["info", "two.h5", "--dataset", "c"],
        ["wrong shape product"] = ["info", Scan, "--scan-shape", "3x5"],
        ["absurd scan shape"] = ["info", Scan, "--scan-shape", "99999999999999x99999999999999"],
        ["scan shape not known"] = ["run", "virtual-image", "ronchi-demo/scan_data_000002.h5", "--detector", Ring],
        ["half a description"] = ["info", "text.h5", "--dtype", "u16"],
        ["half a description beside a whole one"] = ["info", "scan.raw", "--offset", "128"],
        ["unknown type name"] = ["info", "text.h5", "--frame-shape", "8x8", "--dtype", "banana"],
        ["type name with two meanings"] = ["info", "text.h5", "--frame-shape", "8x8", "--dtype", "u8"],
        ["type that is not read"] = ["info", "text.h5", "--frame-shape", "8x8", "--dtype", "c64"],
        ["absurd frame shape"] = ["info", "text.h5", "--frame-shape", "99999x99999", "--dtype", "u16"],
        ["negative offset"] = ["info", "text.h5", "--frame-shape", "8x8", "--dtype", "u16", "--offset", "-1"],
        ["too short for a frame"] = ["info", "text.h5", "--frame-shape", "8x8", "--dtype", "u16"],
        ["no detector"] = ["run", "virtual-image", Scan],
        ["not a detector"] = ["run", "virtual-image", Scan, "--detector", "disk:47"],
        ["negative radius"] = ["run", "virtual-image", Scan, "--detector", "disk:47,47,-1"],
        ["NaN"] = ["run", "virtual-image", Scan, "--detector", "disk:47,NaN,3"],
        ["absurd number"] = ["run", "virtual-image", Scan, "--detector", "disk:47,47,1e300"],
        ["radii in the wrong order"] = ["run", "virtual-image", Scan, "--detector", "annulus:47,47,20,10"],
        ["corners in the wrong order"] = ["run", "virtual-image", Scan, "--detector", "rect:9,9,1,1"],
        ["detector beside the frame"] = ["run", "virtual-image", Scan, "--detector", "disk:500,500,3"],
        ["mask of the wrong shape"] = ["run", "virtual-image", Scan, "--detector", "small.npy"],
        ["mask with NaN"] = ["run", "virtual-image", Scan, "--detector", "nan.npy"],
        ["stack of masks with NaN"] = ["run", "masks", Scan, "--mask", "nan.npy"],
        ["spectral mask with NaN"] = ["run", "fft-mask", Scan, "--mask", "nan.npy"],
        ["shifts that are not whole"] = ["run", "masks", Scan, "--mask", "nowhere.npy", "--shift", "nan-shifts.npy"],
        ["shift out of the frame"] = ["run", "masks", Scan, "--mask", "nowhere.npy", "--shift", "0,-128"],
        ["centre beside a detector that has its own"] = ["run", "virtual-image", Scan, "--detector", Ring, "--center", "47,47"],
        ["detector with something behind it"] = ["run", "virtual-image", Scan, "--detector", "disk:47,47,9;"],
        ["region of a guess without a radius"] = ["run", "com-guess", Scan, "--center", "47,47"],
        ["complex mask"] = ["run", "virtual-image", Scan, "--detector", "complex.npy"],
        ["no such mask"] = ["run", "virtual-image", Scan, "--detector", "nothing.npy"],
        ["no bright-field disk"] = ["run", "virtual-image", "other.npy", "--detector", "bf"],
        ["bins beyond 64 bits"] = ["run", "sum", "wide.npy", "--det-bin", "2"],
        ["not a position"] = ["run", "com", Scan, "--center", "47"],
        ["not an ellipse"] = ["run", "radial", Scan, "--ellipse", "1.1"],
        ["not a length"] = ["run", "com", Scan, "--radius", "wide"],
        ["length in another unit"] = ["run", "com", "ronchi-demo/scan_data_000002.h5", "--radius", "12parsec"],
        ["length in an unknown unit"] = ["run", "com", Scan, "--radius", "12parsec"],
        ["not a number for a parameter"] = ["run", "com", Scan, "--scan-rotation", "left"],
        ["parameter given twice"] = ["run", "com", Scan, "--radius", "5", "--radius", "6"],
        ["inner radius beyond the radius"] = ["run", "com", Scan, "--radius", "5", "--inner-radius", "6"],
        ["region beside the detector"] = ["run", "com", Scan, "--center", "900,900", "--radius", "5"],
        ["not a regression"] = ["run", "com", Scan, "--regression", "cubic"],
        ["descan plane of the wrong shape"] = ["run", "com", Scan, "--regression", "small.npy"],
        ["unknown rules"] = ["run", "com", Scan, "--compat", "banana"],
        ["mask stack of the wrong shape"] = ["run", "masks", Scan, "--mask", "small.npy"],
        ["not a shift"] = ["run", "masks", Scan, "--mask", "nowhere.npy", "--shift", "down"],
        ["shifts of the wrong shape"] = ["run", "masks", Scan, "--mask", "nowhere.npy", "--shift", "small.npy"],
        ["dark frame of the wrong shape"] = ["run", "sum", Scan, "--dark", "two-frames.npy"],
        ["pixels to repair of the wrong shape"] = ["run", "sum", Scan, "--repair", "small.npy"],
        ["gain that is not a number"] = ["run", "sum", Scan, "--gain", "nan.npy"],
        ["unknown executor"] = ["run", "sum", Scan, "--executor", "banana"],
        ["impossible number of workers"] = ["run", "sum", Scan, "--workers", "-1"],
        ["several workers in one thread"] = ["run", "sum", Scan, "--executor", "inline", "--workers", "3"],
        ["not a tile form"] = ["run", "sum", Scan, "--forms", "banana"],
        ["no tile form left"] = ["run", "sum", Scan, "--forms", "bitplanes"],
        ["tile form that is not there"] = ["run", "sum", Scan, "--forms", "sparse"],
        ["unknown combination"] = ["run", "virtual-image", Scan, "--detector", "bf", "--combine", "sum"],
        ["combination of one detector"] = ["run", "virtual-image", Scan, "--detector", "bf", "--combine", "ratio"],
        ["not a region"] = ["run", "sum", Scan, "--roi", "circle:3"],
        ["region with NaN"] = ["run", "sum", Scan, "--roi", "disk:4,4,NaN"],
        ["region mask with NaN"] = ["run", "sum", Scan, "--roi", "mask:nan.npy"],
        ["pixel mask with NaN"] = ["run", "sum", Scan, "--pixel-mask", "nan.npy"],
        ["pixels to repair with NaN"] = ["run", "sum", Scan, "--repair", "nan.npy"],
        ["region beside the scan"] = ["run", "sum", Scan, "--roi", "rect:0,0,500,500"],
        ["region mask of the wrong shape"] = ["run", "sum", Scan, "--roi", "mask:small.npy"],
        ["empty region"] = ["run", "sum", Scan, "--roi", "mask:nowhere.npy"],
        ["region beside the scan, drawn"] = ["run", "sum", Scan, "--roi", "disk:500,500,2"],
        ["unknown rule for NaN"] = ["run", "sum", Scan, "--nan", "drop"],
        ["recording without NaN"] = ["run", "record", "float.npy", "--file", "new.npy", "--nan", "ignore"],
        ["list that holds no positions"] = ["run", "sum", Scan, "--roi", "list:text.h5"],
        ["detector binning that does not fit"] = ["run", "sum", Scan, "--det-bin", "0"],
        ["scan binning that does not fit"] = ["run", "sum", Scan, "--scan-bin", "1000"],
        ["sync offset beyond the scan"] = ["run", "sum", Scan, "--sync-offset", "-99999999999"],
        ["no way with hot pixels"] = ["info", Scan, "--hot-pixels", "ignore"],
        ["not a rectangle"] = ["run", "sum", Scan, "--crop", "1,2,3"],
        ["rectangle beside the frame"] = ["run", "sum", Scan, "--crop", "0,0,500,500"],
        ["pixel mask of the wrong shape"] = ["run", "sum", Scan, "--pixel-mask", "small.npy"],
        ["not a number"] = ["run", "sum", Scan, "--scan-bin", "banana"],
        ["not a binning"] = ["run", "sum", Scan, "--det-bin", "banana"],
        ["not a form of residence"] = ["run", "sum", Scan, "--resident", "banana"],
        ["file in the place of a form"] = ["run", "sum", "--resident", Scan],
        ["data that are not compressed"] = ["run", "sum", "series/a.npy", "--resident", "compressed"],
        ["not a size of memory"] = ["run", "sum", Scan, "--resident", "--memory", "much"],
        ["memory for a simulation"] = ["simulate", "quick", "new.npy", "--memory", "4GB"],
        ["memory for a template"] = ["new", "udf", "new", "--memory", "4GB"],
        ["not a shape to measure"] = ["bench", "--shape", "3x3"],
        ["shape beside a scan to measure"] = ["bench", Scan, "--shape", "8x8x8x8"],
        ["segments without end"] = ["run", "virtual-image", Scan, "--detector", "segments:47,47,0,20,9,9"],
        ["unknown option"] = ["run", "sum", Scan, "--banana"],
        ["unknown analysis"] = ["run", "banana"],
        ["no file named"] = ["info"],
        ["output exists"] = ["run", "sum", Scan, "-o", "exists.npy"],
        ["output onto a mask"] = ["run", "sum", Scan, "--pixel-mask", "nowhere.npy", "-o", "nowhere.npy", "--force"],
        ["conversion onto a dark frame"] = ["convert", "two-frames.npy", "small.npy", "--dark", "small.npy", "--force"],
        ["name that is too long"] = ["convert", Scan, new string('x', 260) + ".npy"],
        ["option of frames for results"] = ["info", "result.npz", "--det-bin", "2", "--stats"],
        ["output onto the data"] = ["run", "sum", Scan, "-o", Scan, "--force"],
        ["folder that takes no file"] = ["convert", Scan, "/proc/x.npy"],
        ["no folder for the output"] = ["run", "sum", Scan, "-o", "nothing/sum.npy"],
        ["output is a folder"] = ["run", "sum", Scan, "-o", "folder.npy"],
        ["curve files for images"] = ["run", "sum", Scan, "-o", "new.csv"],
        ["unknown extension"] = ["run", "sum", Scan, "-o", "sum.jpg"],
        ["several results for one file"] = [
            "run", "virtual-image", Scan, "--detector", Ring, "--detector", "disk:47,47,9", "-o", "new.npy"],
        ["several pictures for one file"] = ["run", "com", Scan, "--result", "raw_com", "-o", "new.png"],
        ["complex numbers as a picture"] = ["run", "radial-fourier", Scan, "--center", "47,47", "--result", "raw", "-o", "new.tif"],
        ["no such result"] = ["run", "sum", Scan, "-o", "new.npy", "--result", "banana"],
        ["output without a name"] = ["run", "sum", Scan, "-o", ""],
        ["result without a file"] = ["run", "sum", Scan, "--result", "intensity"],
        ["output without a result"] = ["run", "record", Scan, "--file", "new.npy", "-o", "new.npz"],
        ["plain picture without a picture"] = ["run", "sum", Scan, "--plain-picture", "-o", "new.npy"],
        ["one file named twice"] = ["run", "sum", Scan, "-o", "new.npy", "-o", "./new.npy"],
        ["output onto a link without end"] = ["run", "sum", Scan, "-o", "loop.npy", "--force"],
        ["conversion without a name"] = ["convert", Scan, ""],
        ["simulation without a name"] = ["simulate", "quick", ""],
        ["spectra as TIFF"] = ["convert", "other.npy", "new.tif", "--detector-axes", "1"],
        ["conversion to an unknown kind"] = ["convert", Scan, "new.jpg"],
        ["masked pixels as something else"] = ["convert", Scan, "new.npy", "--masked", "hidden"],
        ["masked pixels as a number that does not fit"] = ["convert", Scan, "new.npy", "--masked", "fill=70000"],
        ["conversion onto files"] = ["convert", Scan, "missing/scan_master.h5"],
        ["demo into a file"] = ["demo", "--no-view", "-o", "exists.npy"],
        ["unknown simulation"] = ["simulate", "gold", "new.npy"],
        ["simulation of another type"] = ["simulate", "quick", "new.npy", "--dtype", "f32"],
        ["simulation of a scan with one length"] = ["simulate", "quick", "new.npy", "--scan-shape", "12"],
        ["simulation with a negative dose"] = ["simulate", "quick", "new.npy", "--dose", "-1"],
        ["simulation of an empty series"] = ["simulate", "quick", "new.npy", "--series", "0"],
        ["simulation of too many frames"] = ["simulate", "quick", "new.npy", "--scan-shape", "99999x99999"],
        ["simulation of a huge frame"] = ["simulate", "quick", "new.npy", "--frame-shape", "99999x99999"],
        ["number of rings that is none"] = ["run", "radial", Scan, "--center", "47,47", "--bins", "2.5"],
        ["boundary that is not known"] = ["run", "icom", Scan, "--boundary", "round"],
        ["disk without a radius"] = ["run", "fft-sum", Scan, "--real-center", "47,47"],
        ["ring without a width"] = ["run", "radial", Scan, "--center", "47,47", "--inner-radius", "5", "--outer-radius", "5"],
        ["rings beside the frame"] = ["run", "radial", Scan, "--center", "47,47", "--inner-radius", "500", "--outer-radius", "600"],
        ["coefficients of rings beside the frame"] = [
            "run", "radial-fourier", Scan, "--center", "47,47", "--inner-radius", "500", "--outer-radius", "600"],
        ["order beyond a ring"] = ["run", "radial-fourier", Scan, "--center", "47,47", "--outer-radius", "3", "--max-order", "400"],
        ["more rings and orders than memory holds"] = [
            "run", "radial-fourier", Scan, "--center", "47,47", "--bins", "1000", "--max-order", "400"],
        ["frequencies beyond the spectrum"] = ["run", "crystallinity", Scan, "--inner-radius", "500", "--outer-radius", "600"],
        ["disk that leaves nothing"] = ["run", "fft-sum", Scan, "--real-center", "47,47", "--real-radius", "500"],
        ["more components than frames"] = ["run", "pca", "other.npy", "--components", "5"],
        ["more clusters than positions"] = ["run", "cluster", "other.npy", "--center", "1,1", "--inner-radius", "0", "--clusters", "5"],
        ["too many spots"] = ["run", "feature-vector", Scan, "--center", "47,47", "--peaks", "4097"],
        ["number of spots without a number"] = ["run", "feature-vector", Scan, "--peaks", ""],
        ["damping beyond the scan"] = ["run", "icom", Scan, "--regularization", "0.6"],
        ["rotation of many turns"] = ["run", "com", Scan, "--scan-rotation", "1e6"],
        ["ellipse without a width"] = ["run", "radial", Scan, "--center", "47,47", "--ellipse", "1e9,0"],
        ["length beyond reach"] = ["run", "com", Scan, "--radius", "1e300"],
        ["position beyond reach"] = ["run", "com", Scan, "--center", "1e300,0"],
        ["covariance of a large detector"] = ["run", "covariance", Scan],
        ["UDF: no such file"] = ["run", "nothing.cs", Scan],
        ["UDF: none in the file"] = ["run", "none.cs", Scan],
        ["UDF: several in the file"] = ["run", "two.cs", Scan],
        ["UDF: not in the file"] = ["run", "two.cs", Scan, "--udf", "C"],
        ["UDF: parameter that cannot be written"] = ["run", "date.cs", Scan],
        ["UDF: several constructors"] = ["run", "constructors.cs", Scan],
        ["UDF: parameter that is an option already"] = ["run", "shadowed.cs", Scan],
        ["UDF: refuses in Declare"] = ["run", "refuses.cs", Scan],
        ["UDF: refuses in its constructor"] = ["run", "unmade.cs", Scan],
        ["UDF: throws"] = ["run", "throws.cs", Scan, "-o", "new.npz"],
        ["UDF: rows into a file of one array"] = ["run", "rows.cs", Scan, "-o", "new.tif"],
        ["UDF: not a whole number"] = ["run", "parameters.cs", Scan, "--count", "2.5"],
        ["UDF: not one of an enum"] = ["run", "parameters.cs", Scan, "--way", "DownLeft"],
        ["template: not a name"] = ["new", "udf", "7"],
        ["template: exists"] = ["new", "udf", "two"],
        ["no folder of plug-ins"] = ["info", Scan, "--plugins", "nowhere"],
        ["folder of plug-ins without a name"] = ["info", Scan, "--plugins="],
        ["plug-in: no assembly"] = ["info", Scan, "--plugins", "plugins-words"],
        ["plug-in: something else"] = ["info", Scan, "--plugins", "plugins-else"],
        ["plug-in: no class"] = ["info", Scan, "--plugins", "plugins-room"],
        ["plug-in: other version"] = ["info", Scan, "--plugins", "plugins-late"],
        ["plug-in: folder of another name"] = ["info", Scan, "--plugins", "plugins-named"],
        ["plug-in: parts that are missing"] = ["info", Scan, "--plugins", "plugins-alone"],
        ["plug-in: twice"] = ["info", Scan, "--plugins", "plugins-twice"],
        ["plug-in: what there is already"] = ["info", Scan, "--plugins", "plugins-twins"],
        ["option of a plug-in's format"] = ["info", Scan, "--separator", "comma", "--plugins", BrokenPlugins.Built],
        ["pipeline: not JSON"] = ["run", "words.json", Scan],
        ["pipeline: member that is there twice"] = ["run", "twice.json", Scan],
        ["pipeline: result of a later signal"] = ["run", "later.json", Scan],
        ["pipeline: data that cannot give a name"] = ["run", "sum.json", "missing/...npy"],
        ["pipeline: unknown operation"] = ["run", "unknown.json", Scan],
        ["pipeline: two data sets of one name"] = ["run", "sum.json", Scan, "missing/scan_master.h5"],
        ["pipeline: does not fit the data"] = ["run", "crop.json", Scan, "-o", "."],
        ["results that do not say how they were made"] = ["info", "exists.npy", "--pipeline"],
        ["simulation onto files"] = ["simulate", "quick", "exists.npy"],
    };

    // These need more than a command line, and have tests of their own below.
    private static readonly string[] OfTheirOwn = [
        "not readable", "data that never come", "the library that draws is missing", "UDF: does not compile", "disk full while writing",
        "disk full during a conversion", "disk full during the demo", "disk full during a simulation"];

    public static TheoryData<string> Provoked => [.. Situations.Keys];

    [Fact]
    public void EveryLineOfThePage_IsProvokedHere() =>
        Assert.Equal(ErrorPage.Lines.Keys.Order(StringComparer.Ordinal), Situations.Keys.Concat(OfTheirOwn).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Provoked))]
    public void Situation_GivesItsSentenceAndLeavesNothing(string situation)
    {
        var before = files.Listing();

        Check(situation, RonchiProgram.Run(files.Folder, Situations[situation]));

        Assert.Equal(before, files.Listing());
    }

    [Fact]
    public void Verbose_AddsWhereItCameFrom()
    {
        var program = RonchiProgram.Run(files.Folder, "info", "text.h5", "--verbose");

        Assert.Contains("   at Ronchi.", program.Errors, StringComparison.Ordinal);
        Assert.Equal(1, program.ExitCode);
    }

    [Fact]
    public void Force_ReplacesAnOutput()
    {
        File.Copy(Path.Combine(files.Folder, "exists.npy"), Path.Combine(files.Folder, "replaced.npy"));
        var program = RonchiProgram.Run(files.Folder, "run", "sum", Scan, "-o", "replaced.npy", "--force");

        Assert.Equal(0, program.ExitCode);
        Assert.Equal(128 + (128 * 128 * 8), new FileInfo(Path.Combine(files.Folder, "replaced.npy")).Length);
        File.Delete(Path.Combine(files.Folder, "replaced.npy"));
    }

    [Fact]
    public void CompilerErrors_NameFileAndLine()
    {
        var before = files.Listing();
        var program = RonchiProgram.Run(files.Folder, "run", "wrong.cs", Scan, "-o", "new.npz");

        var lines = program.Errors.Trim().Split('\n');
        Assert.StartsWith("wrong.cs(3,20): error CS0103: ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("wrong.cs(4,20): error CS0029: ", lines[1], StringComparison.Ordinal);
        Assert.Equal("ronchi: wrong.cs: 2 errors; nothing was run.", lines[2]);
        Assert.Equal((3, 1), (lines.Length, program.ExitCode));
        Assert.Equal(before, files.Listing());
    }

    [Fact]
    public void NotReadable_IsSaid()
    {
        var path = Path.Combine(files.Folder, "exists.npy");
        var mode = File.GetUnixFileMode(path);
        File.SetUnixFileMode(path, UnixFileMode.None);
        try
        {
            if (!Environment.IsPrivilegedProcess)
            {
                Check("not readable", RonchiProgram.Run(files.Folder, "info", path));
                return;
            }

            // Root reads everything: become nobody.
            Assert.SkipUnless(File.Exists("/usr/bin/setpriv"), "setpriv is missing (package util-linux).");
            File.SetUnixFileMode(files.Folder, File.GetUnixFileMode(files.Folder) | UnixFileMode.OtherExecute | UnixFileMode.OtherRead);
            string[] nobody = ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
            var isAllowed = RonchiProgram.RunBelow(nobody, files.Folder, "--version").ExitCode == 0;
            Assert.SkipUnless(isAllowed, "Another user may not run the program from this folder.");
            Check("not readable", RonchiProgram.RunBelow(nobody, files.Folder, "info", path));
        }
        finally
        {
            File.SetUnixFileMode(path, mode);
        }
    }

    [Theory]
    [InlineData("disk full while writing", "run", "sum", Scan, "-o", "disk/sum.npy")]
    [InlineData("disk full while writing", "run", "sum", Scan, "-o", "disk/sum.npz")]
    [InlineData("disk full while writing", "run", "sum", Scan, "-o", "disk/sum.tif")]
    [InlineData("disk full during a conversion", "convert", Scan, "disk/scan.npy")]
    [InlineData("disk full during a conversion", "convert", Scan, "disk/scan.h5")]
    [InlineData("disk full during a conversion", "convert", Scan, "disk/scan_master.h5")]
    [InlineData("disk full during the demo", "demo", "--no-view", "-o", "disk")]
    [InlineData("disk full during a simulation", "simulate", "quick", "disk/scan_master.h5")]
    [InlineData("disk full during a simulation", "simulate", "quick", "disk/scan_master.h5", "--series", "2")]
    [InlineData("disk full during a simulation", "simulate", "quick", "disk/scan.raw")]
    public void DiskFull_IsSaidAndLeavesNothing(string situation, params string[] arguments)
    {
        var disk = Path.Combine(files.Folder, "disk");
        Directory.CreateDirectory(disk);
        try
        {
            Assert.SkipUnless(
                Environment.IsPrivilegedProcess && Succeeds("/bin/mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", disk),
                "Only root can mount a disk that is soon full.");
            try
            {
                Check(situation, RonchiProgram.Run(files.Folder, arguments));
                Assert.Empty(Directory.EnumerateFileSystemEntries(disk));
            }
            finally
            {
                Assert.True(Succeeds("/bin/umount", disk));
            }
        }
        finally
        {
            Directory.Delete(disk);
        }
    }

    private static void Check(string situation, RonchiProgram program)
    {
        var (sentence, exitCode) = ErrorPage.Lines[situation];
        var said = Assert.Single(program.Errors.TrimEnd('\n').Split('\n'));
        Assert.True(ErrorPage.Says(sentence, said), $"docs/errors.md says:\n  {sentence}\nthe program said:\n  {said}");
        Assert.Equal(exitCode, program.ExitCode);
        Assert.DoesNotContain("   at ", program.Errors, StringComparison.Ordinal);
        Assert.Empty(program.Output);
    }

    private static bool Succeeds(string command, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(command, arguments) { UseShellExecute = false, RedirectStandardError = true });
        process!.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
