using Ronchi.Frames;
using Ronchi.Frames.Numpy;
using Ronchi.Sources;
using Ronchi.Tests.Oracles;
using Ronchi.Tests.Sources.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources;

/// <summary>All recorded files against what other programs read in them.</summary>
public sealed class ExpectedFilesTests
{
    private const int MostReads = 64;
    private const long MostBytes = 1 << 20;
    private const string NegativeCell = "the cell is negative: it is not known";

    // What a file does not say itself.
    private static readonly Dictionary<string, OpenOptions> Options = new(StringComparer.Ordinal)
    {
        ["arina/synth_4x5_master.h5"] = new() { ScanShape = new Extent(4, 5) },
        ["raw/synth_4x5x16x16_u2le.raw"] = new()
        {
            ScanShape = new Extent(4, 5),
            OfFormats = [new RawOptions(new Extent(16, 16), new StoredType(ElementType.U16))],
        },
    };

    // Files and folders that are not read, or not as other programs do, and why. Whoever builds the reading takes them away here.
    private static readonly Dictionary<string, string> NotRead = new(StringComparer.Ordinal)
    {
        ["mrc/emd_3001.map.gz"] = "compressed with gzip",
        ["seq/celeritas_64x64_Prebuffer256/test.seq.dark.mrc"] = "the other program reads nothing",
        ["seq/de_test/test.seq.dark.mrc"] = "the other program reads nothing",
        ["seq/de_test/test.seq.gain.mrc"] = "the other program reads nothing",
        ["tiff/JEOL-SightX-SAED-dummy.tif.gz"] = "compressed with gzip",
        ["emd-berkeley/Acquisition_18.emd"] = "transposed by the other program",
        ["emd-berkeley/example_image.emd"] = "transposed by the other program",
        ["emd-berkeley/example_metadata.emd"] = "transposed by the other program",
        ["emd-berkeley/example_signal.emd"] = "transposed by the other program",
        ["emd-velox/FFTComplexEven.emd"] = "the other program begins with the transform, which is complex",
        ["emd-velox/Test SI 16x16 ReducedData 215 kx.emd"] = "the other program begins with the spectra",
        ["emd-berkeley/braggdisks_cali.h5"] = "holds lists of points and no frames",
        ["nexus/debug.eln.nxs"] = "holds no numbers",
        ["npy/test_rgba16.npz"] = "records",
        ["zarr-codecs/"] = "single encoded chunks, for the tests of codecs",
    };

    // Files whose integers other programs give as float64.
    private static readonly string[] OtherTypes = ["emd-velox/"];

    // Files whose axes other programs give otherwise, and how.
    private static readonly Dictionary<string, string> OtherAxes = new(StringComparer.Ordinal)
    {
        ["mrc/20241021_00405_0_Virt 0_sum.mrc"] = NegativeCell,
        ["mrc/20241021_00405_1_Virt 1_sum.mrc"] = NegativeCell,
        ["mrc/20241021_00405_ext1_Ext 1.mrc"] = NegativeCell,
        ["mrc/20241021_00405_final.mrc"] = NegativeCell,
        ["mrc/20241021_00405_movie.mrc"] = "the other program does not read the steps that the file beside it says",
        ["insitu-logs/StubExperiment_Synchronized data.csv"] = "times are those of the log, which are not at equal steps",
        ["insitu-logs/protochips_gas_cell.csv"] = "times are those of the log, which are not at equal steps",
        ["insitu-logs/protochips_thermal.csv"] = "times are those of the log, which are not at equal steps",
        ["ser/128x128-TEM_search_1.ser"] = "the other program gives the offset in m, beside a step in nm",
        ["ser/16x16-line_profile_horizontal_5x128x128_EDS_2.ser"] = "the other program takes a step in 1/m as one in m",
        ["ser/16x16x5_STEM_BF_DF_preview_1.ser"] = "the other program gives the offset in m, beside a step in nm",
        ["ser/64x64x5_TEM_preview_1.ser"] = "the other program gives the offset in m, beside a step in nm",
        ["tvips/test_tvips_2345_000.tvips"] = "the times of all frames are equal, which is no axis",
        ["tvips/test_tvips_2345_split_000.tvips"] = "the times of all frames are equal, which is no axis",
        ["arina/test_00_master.h5"] = "the software that wrote the step of the scan marks it as not calibrated",
    };

    public static TheoryData<string> Files => [.. ExpectedFile.Names.Count == 0 ? [""] : ExpectedFile.Names];

    [Theory]
    [MemberData(nameof(Files))]
    public void Pixels_AndCalibrationAreTheExpectedOnes(string name)
    {
        Assert.SkipUnless(name.Length > 0, $"There is no folder {ExpectedFile.Folder} (RONCHI_TESTDATA).");
        if (name.StartsWith("video/", StringComparison.Ordinal))
            DebianFfmpeg.Require();
        var expected = ExpectedFile.Read(name);
        if (NotRead.Keys.Any(key => name.StartsWith(key, StringComparison.Ordinal)))
        {
            Assert.ThrowsAny<Exception>(() =>
            {
                using var source = Open(expected);
                expected.Signal!.CheckPixels(source);
                expected.Signal.CheckAxes(source);
            });
            return;
        }

        using var opened = Open(expected);
        expected.Signal!.CheckPixels(opened, asDoubles: OtherTypes.Any(key => name.StartsWith(key, StringComparison.Ordinal)));
        if (!OtherAxes.ContainsKey(name))
            expected.Signal.CheckAxes(opened);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Opening_ReadsLittle(string name)
    {
        Assert.SkipUnless(name.Length > 0, $"There is no folder {ExpectedFile.Folder} (RONCHI_TESTDATA).");
        Assert.SkipUnless(ThreadReads.AreCounted, "The system does not count the reads of a thread (/proc/thread-self/io).");
        var expected = ExpectedFile.Read(name);
        var (reads, bytes) = ThreadReads.Of(() =>
        {
            try
            {
                Open(expected).Dispose();
            }
            catch (SourceException)
            {
                // Who refuses a file has read little, too.
            }
        });
        Assert.True(reads <= MostReads && bytes <= MostBytes, $"{reads} reads, {bytes} bytes");
    }

    private static IFrameSource Open(ExpectedFile file) => SourceOpener.Open(file.Path, Options.GetValueOrDefault(file.Name));
}
