using System.Collections.Immutable;
using Ronchi.Frames;
using Ronchi.Hdf5;

namespace Ronchi.Sources.Storage;

/// <summary>What EMD files say about the microscope and of calibrations: in groups beside those that lead to the data.</summary>
internal sealed class EmdFacts
{
    private readonly List<Fact> _all = [];
    private (double Size, string? Unit)? _detector;
    private (double Size, string? Unit)? _scan;

    private EmdFacts(Hdf5Group data)
    {
        var path = data.Path;
        while (path.Length > 0)
        {
            path = path[..Math.Max(path.LastIndexOf('/'), 0)];
            if ((path.Length == 0 ? data.File.Root : data.File.TryOpen(path)) is not Hdf5Group above)
                continue;
            Read(above, "microscope", Microscope);
            Read(above, "metadata/metadata_0/microscope", Microscope);
            Read(above, "metadata/metadata_0/original/simulation_parameters", Simulation);
            Read(above, "metadata/metadata_0/calibration", Calibration);
            Read(above, "metadatabundle/calibration", Calibration);
            Read(above, "calibration", Calibration);
        }
    }

    /// <summary>The facts.</summary>
    public IReadOnlyList<Fact> All => _all;

    /// <summary>Reads what belongs to the data of a group.</summary>
    /// <param name="data">The group of the data.</param>
    public static EmdFacts Of(Hdf5Group data) => new(data);

    /// <summary>Gives the axes of a scan of frames that are not calibrated themselves the pixel sizes of py4DSTEM's calibration.</summary>
    /// <param name="axes">As the data have them.</param>
    public ImmutableArray<Axis> Complete(ImmutableArray<Axis> axes) => axes.Length != 4 || axes.Any(static axis => axis.IsCalibrated)
        ? axes
        : [.. axes.Select((axis, i) => (i < 2 ? _scan : _detector) is { } pixel && LengthUnit.Normal(pixel.Unit) is { } unit
            ? new Axis(axis.Name, pixel.Size, 0, unit)
            : axis)];

    private void Read(Hdf5Group above, string path, Action<StoredFacts> read)
    {
        if (above.FindLink(path.Split('/')[0]) is null || above.TryOpen(path) is not Hdf5Group found)
            return;
        var facts = new StoredFacts(found);
        read(facts);
        _all.AddRange(facts.Found.Where(fact => !_all.Exists(known => known.Name == fact.Name)));
    }

    // Names of NCEM's programs, of py4DSTEM's and of those that HyperSpy kept; SI units.
    private static void Microscope(StoredFacts of) => of.Text("name", "microscope")
        .Voltage("high tension").Voltage("high_tension").Voltage("accelerating_voltage").Voltage("beam_energy").Voltage("voltage")
        .Number("camera length", "camera_length", "m").Number("convergence angle", "convergence_semi_angle", "mrad", 1000)
        .Number("magnification", "magnification").Number("defocus", "defocus", "m").Number("dwell time", "scan_dwell_time", "s");

    // Prismatic keeps its command line.
    private static void Simulation(StoredFacts of) => of.Number("E", "high_tension", "V", 1000)
        .Number("sa", "convergence_semi_angle", "mrad").Number("df", "defocus", "Å").Number("s", "slice_thickness", "Å");

    private void Calibration(StoredFacts of)
    {
        _detector = Pixel(of, "Q_pixel_size", "Q_pixel_units") ?? Pixel(of, "Q_pixel_size", "Q_units")
            ?? Pixel(of, "K_pixel_size", "K_units");
        _scan = Pixel(of, "R_pixel_size", "R_pixel_units") ?? Pixel(of, "R_pixel_size", "R_units");
        of.Number("Q_pixel_size", "q_pixel_size", LengthUnit.Normal(_detector?.Unit) ?? "px")
            .Number("R_pixel_size", "r_pixel_size", LengthUnit.Normal(_scan?.Unit) ?? "px")
            .Number("qx0_mean", "origin_row", "px").Number("qy0_mean", "origin_column", "px")
            .Number("a", "ellipse_a").Number("b", "ellipse_b").Number("theta", "ellipse_angle", "deg", 180 / Math.PI)
            .Number("QR_rotation_degrees", "qr_rotation", "deg");
        if (of.Finite("QR_rotation_degrees") is null)
            of.Number("QR_rotation", "qr_rotation", "deg", 180 / Math.PI);
        if (of.Finite("QR_flip") is { } flip)
            _all.Add(new("qr_flip", flip == 0 ? "no" : "yes"));
        of.Number("probe_semiangle", "probe_radius", "px").Number("convergence_semiangle_mrad", "convergence_semi_angle", "mrad")
            .Voltage("accelerating_voltage");
    }

    private static (double Size, string? Unit)? Pixel(StoredFacts of, string size, string unit) =>
        of.Finite(size) is > 0 and var found && of.Words(unit) is { } written ? (found, written) : null;
}
