package io.signalbox.bench;

import com.zaxxer.hikari.HikariDataSource;
import jakarta.persistence.EntityManagerFactory;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;

/**
 * Spring Data JPA as Spring Boot sets it up for a URL: HikariCP with its defaults, ten connections, and the driver with its own,
 * so that transactions begin DEFERRED and wait 3 s for a lock.
 */
final class SpringDataStack implements Stack {

    private final AnnotationConfigApplicationContext context;
    private final SpringService service;

    SpringDataStack(Path file, Durability durability) {
        context = new AnnotationConfigApplicationContext();
        context.registerBean(DataSource.class, () -> pool(file, durability));
        context.register(Beans.class, SpringService.class);
        context.refresh();
        service = context.getBean(SpringService.class);
    }

    private static HikariDataSource pool(Path file, Durability durability) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl("jdbc:sqlite:" + file + "?synchronous=" + durability.synchronous());
        return pool;
    }

    /** What Spring Boot's JPA starter defines. */
    @Configuration(proxyBeanMethods = false)
    @EnableTransactionManagement(proxyTargetClass = true)
    @EnableJpaRepositories(basePackageClasses = SpringUsers.class)
    static class Beans {

        @Bean
        LocalContainerEntityManagerFactoryBean entityManagerFactory(DataSource dataSource) {
            LocalContainerEntityManagerFactoryBean factory = new LocalContainerEntityManagerFactoryBean();
            factory.setDataSource(dataSource);
            factory.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
            factory.setPackagesToScan(SpringUsers.class.getPackageName());
            factory.getJpaPropertyMap().put("hibernate.dialect", "org.hibernate.community.dialect.SQLiteDialect");
            return factory;
        }

        @Bean
        PlatformTransactionManager transactionManager(EntityManagerFactory factory) {
            return new JpaTransactionManager(factory);
        }
    }

    @Override
    public int findById(long id) {
        return service.findById(id);
    }

    @Override
    public int login(String name) {
        return service.login(name);
    }

    @Override
    public void append(long id) {
        service.append(id);
    }

    @Override
    public void register(String name) {
        service.register(name);
    }

    @Override
    public long report() {
        return service.report();
    }

    @Override
    public void importUsers(String prefix, int count) {
        service.importUsers(prefix, count);
    }

    @Override
    public void close() {
        context.close();
    }
}
