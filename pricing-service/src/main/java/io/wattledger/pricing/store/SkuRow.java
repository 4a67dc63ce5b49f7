package io.wattledger.pricing.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.wattledger.pricing.sku.Sku;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A SKU as a row. */
@Entity
@Table(name = "sku")
public class SkuRow extends PanacheEntityBase {

    @Id
    @Column(name = "sku_id")
    public String skuId;

    @Column
    public String name;

    @Column(name = "gpu_model")
    public String gpuModel;

    @Column(name = "memory_gib")
    public int memoryGib;

    @Column
    public @Nullable String interconnect;

    @Column(name = "gpus_per_node")
    public int gpusPerNode;

    @Column(name = "nominal_watts_per_gpu")
    public BigDecimal nominalWattsPerGpu;

    @Column(name = "idle_watts_per_gpu")
    public @Nullable BigDecimal idleWattsPerGpu;

    @Column(name = "load_factor")
    public BigDecimal loadFactor;

    @Column
    public long revision;

    /** Takes over everything but the revision. */
    void setFrom(Sku sku) {
        skuId = sku.id();
        name = sku.name();
        gpuModel = sku.hardware().gpuModel();
        memoryGib = sku.hardware().memoryGib();
        interconnect = sku.hardware().interconnect();
        gpusPerNode = sku.hardware().gpusPerNode();
        nominalWattsPerGpu = sku.power().nominalWattsPerGpu();
        idleWattsPerGpu = sku.power().idleWattsPerGpu();
        loadFactor = sku.power().loadFactor();
    }

    /** The SKU of this row. */
    Sku toSku() {
        return new Sku(
                skuId,
                name,
                new Sku.Hardware(gpuModel, memoryGib, interconnect, gpusPerNode),
                new Sku.Power(nominalWattsPerGpu, idleWattsPerGpu, loadFactor));
    }
}
